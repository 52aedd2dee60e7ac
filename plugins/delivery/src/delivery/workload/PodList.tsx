import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Pod,
  Revision,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useServingTexts } from '../../format/useServingTexts';
import { deliveryTranslationRef } from '../../translation/ref';
import { groupPods } from './groupPods';
import { sortPods } from './sortPods';
import { PodRow } from './PodRow';

/** Number of pods in a collapsed list. */
const COLLAPSED_PODS = 10;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    group: {
      borderTop: `1px solid ${theme.palette.divider}`,
      paddingTop: theme.spacing(0.5),
    },
    summary: {
      cursor: 'pointer',
      ...theme.typography.caption,
      lineHeight: '24px',
    },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayPodList' },
);

/**
 * Pods of a workload, unhealthy ones first. Pods of several revisions are grouped, and
 * a group of an earlier revision without problems is collapsed.
 */
export function PodList({ workload }: { workload: Workload }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { pods } = workload;
  if (!pods.length) {
    return (
      <Typography variant="caption" color="textSecondary">
        {t('noPods')}
      </Typography>
    );
  }
  const groups = groupPods(workload);
  if (groups.length === 1) return <Pods pods={pods} label={t('pods')} />;
  return (
    <>
      {groups.map(group => (
        <PodGroup
          key={group.revision?.uid ?? ''}
          revision={group.revision}
          pods={group.pods}
        />
      ))}
    </>
  );
}

function PodGroup(props: { revision: Revision | undefined; pods: Pod[] }) {
  const { revision, pods } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const text = useServingTexts();
  const isNew = revision?.current === true;
  const ready = pods.filter(({ status }) => status === 'ready').length;
  const version = revision ? text.version(revision) : t('unknownVersion');
  return (
    <details className={classes.group} open={isNew || ready < pods.length}>
      <summary className={classes.summary}>
        <span className={classes.version}>{version}</span>
        {isNew && <strong> · {t('newRevision')}</strong>}
        <span className={classes.secondary}>
          {' · '}
          {t('ready', { ready: String(ready), desired: String(pods.length) })}
        </span>
      </summary>
      <Pods pods={pods} label={t('podsOf', { version })} />
    </details>
  );
}

function Pods({ pods, label }: { pods: Pod[]; label: string }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isExpanded, setIsExpanded] = useState(false);
  const sorted = sortPods(pods);
  const shown = isExpanded ? sorted : sorted.slice(0, COLLAPSED_PODS);
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {shown.map(pod => (
          <PodRow key={pod.uid} pod={pod} />
        ))}
      </ul>
      {pods.length > COLLAPSED_PODS && (
        <Button
          size="small"
          aria-expanded={isExpanded}
          onClick={() => setIsExpanded(!isExpanded)}
        >
          {isExpanded
            ? t('fewerPods')
            : t('allPods', { number: String(pods.length) })}
        </Button>
      )}
    </>
  );
}
