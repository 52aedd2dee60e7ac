import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import Chip from '@material-ui/core/Chip';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { deliveryTranslationRef } from '../translation/ref';
import { compareWithEarlier } from '../view/situation';
import { SyncNotice } from './SyncNotice';
import { WorkloadPanel } from './WorkloadPanel';

const useStyles = makeStyles(
  theme => ({
    header: {
      display: 'flex',
      alignItems: 'baseline',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      padding: theme.spacing(1.5, 2),
    },
    place: { color: theme.palette.text.secondary },
    empty: {
      padding: theme.spacing(2),
      borderTop: `1px solid ${theme.palette.divider}`,
      color: theme.palette.text.secondary,
    },
    old: { opacity: 0.6 },
  }),
  { name: 'FairwayEnvironmentColumn' },
);

/** One environment of a service. */
export function EnvironmentColumn(props: {
  environments: Environment[];
  index: number;
}) {
  const { environments, index } = props;
  const environment = environments[index];
  const { sync } = environment;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const heading = `delivery-${environmentKey(environment)}`;
  return (
    <Paper component="section" variant="outlined" aria-labelledby={heading}>
      <div className={classes.header}>
        <Typography variant="h6" component="h3" id={heading}>
          {environment.name}
        </Typography>
        {environment.production && (
          <Chip size="small" variant="outlined" label={t('production')} />
        )}
        <Typography variant="caption" className={classes.place}>
          {environment.cluster} / {environment.namespace}
        </Typography>
      </div>
      <SyncNotice cluster={environment.cluster} sync={sync} />
      <div className={sync.state === 'stale' ? classes.old : undefined}>
        {environment.workloads.map(workload => (
          <WorkloadPanel
            key={workload.uid}
            workload={workload}
            comparison={compareWithEarlier(environments, index, workload)}
          />
        ))}
      </div>
      {!environment.workloads.length && (
        <div className={classes.empty}>
          {sync.state === 'syncing' && <Skeleton height={120} />}
          {sync.state === 'synced' && t('notDeployed')}
        </div>
      )}
    </Paper>
  );
}
