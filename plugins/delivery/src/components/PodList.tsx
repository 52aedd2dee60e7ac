import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod, PodStatus } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { Age } from './Age';
import { PodMark } from './PodMark';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    pod: {
      display: 'grid',
      gridTemplateColumns: '16px minmax(0, 1fr) auto',
      columnGap: theme.spacing(1),
      alignItems: 'center',
      padding: theme.spacing(0.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    name: {
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      // The end tells pods of one workload apart.
      direction: 'rtl',
      textAlign: 'left',
    },
    facts: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
    detail: {
      gridColumn: '2 / -1',
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'FairwayPodList' },
);

const worstFirst: PodStatus[] = [
  'failing',
  'failed',
  'unschedulable',
  'not-ready',
  'starting',
  'terminating',
  'ready',
  'succeeded',
];

/** The pods of a workload, those in trouble first. */
export function PodList({ pods }: { pods: Pod[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!pods.length) {
    return (
      <Typography variant="caption" color="textSecondary">
        {t('noPods')}
      </Typography>
    );
  }
  const sorted = [...pods].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  );
  return (
    <ul className={classes.list} aria-label={t('pods')}>
      {sorted.map(pod => (
        <PodRow key={pod.uid} pod={pod} />
      ))}
    </ul>
  );
}

function PodRow({ pod }: { pod: Pod }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isWell = pod.status === 'ready' || pod.status === 'succeeded';
  return (
    <li className={classes.pod}>
      <PodMark status={pod.status} />
      <span className={classes.name} title={pod.name}>
        <bdi>{pod.name}</bdi>
      </span>
      <Typography variant="caption" className={classes.facts}>
        {pod.restarts > 0 && (
          <span aria-label={t('restarts', { number: String(pod.restarts) })}>
            ↻{pod.restarts}
            {' · '}
          </span>
        )}
        <Age time={pod.createdAt} />
      </Typography>
      <Typography variant="caption" className={classes.detail}>
        {t(`podStatus.${pod.status}`)}
        {pod.reason && !isWell && ` · ${pod.reason}`}
        {` · ${pod.node ?? t('noNode')}`}
        {pod.message && !isWell && <div>{pod.message}</div>}
      </Typography>
    </li>
  );
}
