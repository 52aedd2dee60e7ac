import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Pod } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { sortPods } from './sortPods';
import { PodRow } from './PodRow';

/** Number of pods in a collapsed list. */
const COLLAPSED_PODS = 10;

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: 0 } },
  { name: 'FairwayPodList' },
);

/** Pods of a workload, unhealthy ones first. */
export function PodList({ pods }: { pods: Pod[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [isExpanded, setIsExpanded] = useState(false);
  if (!pods.length) {
    return (
      <Typography variant="caption" color="textSecondary">
        {t('noPods')}
      </Typography>
    );
  }
  const sorted = sortPods(pods);
  const shown = isExpanded ? sorted : sorted.slice(0, COLLAPSED_PODS);
  return (
    <>
      <ul className={classes.list} aria-label={t('pods')}>
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
