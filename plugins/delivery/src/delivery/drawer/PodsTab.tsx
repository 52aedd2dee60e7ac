import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PodStatus } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { sortPods, podStatusesBySeverity } from '../workload/sortPods';
import { PodStatusIcon } from '../workload/PodStatusIcon';
import { PodRow } from '../workload/PodRow';
import { deliveryTranslationRef } from '../../translation/ref';
import { PodTile } from './PodTile';
import type { WorkloadTabProps } from './WorkloadTab';

const useStyles = makeStyles(
  theme => ({
    filters: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(2),
      '& .MuiChip-root': { margin: 0 },
    },
    state: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) },
    details: {
      position: 'sticky',
      top: theme.spacing(-2),
      zIndex: 1,
      listStyle: 'none',
      margin: theme.spacing(0, 0, 2),
      padding: theme.spacing(0.5, 1),
      backgroundColor: theme.palette.background.paper,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      '& > li': { borderTop: 0 },
    },
    grid: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
      gap: theme.spacing(0.75),
    },
  }),
  { name: 'FairwayPodsTab' },
);

/** All pods of a workload, unhealthy ones first, with a filter by status. */
export function PodsTab({ workload: { pods } }: WorkloadTabProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [status, setStatus] = useState<PodStatus>();
  const [selectedUid, setSelectedUid] = useState<string>();
  if (!pods.length) {
    return <Typography color="textSecondary">{t('noPods')}</Typography>;
  }
  const present = podStatusesBySeverity.filter(s =>
    pods.some(p => p.status === s),
  );
  // Without a pod of this status, the filter does not apply.
  const filter = status && present.includes(status) ? status : undefined;
  const shown = sortPods(pods).filter(p => !filter || p.status === filter);
  const selected = pods.find(({ uid }) => uid === selectedUid);
  return (
    <>
      <div
        className={classes.filters}
        role="group"
        aria-label={t('detail.filterPods')}
      >
        <Chip
          size="small"
          label={t('detail.everyPod', { number: String(pods.length) })}
          clickable
          color={filter ? undefined : 'primary'}
          aria-pressed={!filter}
          onClick={() => setStatus(undefined)}
        />
        {present.map(each => (
          <Chip
            key={each}
            size="small"
            label={
              <span className={classes.state}>
                <PodStatusIcon status={each} />
                {t('detail.podsAt', {
                  status: t(`podStatus.${each}`),
                  number: String(pods.filter(p => p.status === each).length),
                })}
              </span>
            }
            clickable
            variant={filter === each ? 'default' : 'outlined'}
            aria-pressed={filter === each}
            onClick={() => setStatus(filter === each ? undefined : each)}
          />
        ))}
      </div>
      {selected && (
        <ul className={classes.details} aria-label={t('detail.chosenPod')}>
          <PodRow pod={selected} />
        </ul>
      )}
      <ul className={classes.grid} aria-label={t('pods')}>
        {shown.map(pod => (
          <PodTile
            key={pod.uid}
            pod={pod}
            isSelected={pod.uid === selectedUid}
            onSelect={setSelectedUid}
          />
        ))}
      </ul>
    </>
  );
}
