import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { compareWithEarlier } from './workload/compareWithEarlier';
import { JobList } from './jobs/JobList';
import { UnavailableKindsNotice } from './UnavailableKindsNotice';
import { ProductionBadge } from '../components/ProductionBadge';
import { SyncNotice } from './SyncNotice';
import { WorkloadPanel } from './workload/WorkloadPanel';

const useStyles = makeStyles(
  theme => ({
    root: {
      minWidth: 0,
      [theme.breakpoints.down('xs')]: { order: 'var(--rank)' },
    },
    header: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      padding: theme.spacing(1.5, 2),
    },
    name: { lineHeight: '24px', margin: 0 },
    namespace: {
      marginLeft: 'auto',
      color: theme.palette.text.secondary,
      lineHeight: '24px',
    },
    empty: {
      padding: theme.spacing(2),
      borderTop: `1px solid ${theme.palette.divider}`,
      color: theme.palette.text.secondary,
    },
    notice: {
      padding: theme.spacing(1, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      borderLeft: `4px solid ${theme.palette.warning.main}`,
    },
    stale: { opacity: 0.6 },
  }),
  { name: 'FairwayEnvironmentColumn' },
);

/** One environment of a service. */
export function EnvironmentColumn(props: {
  environments: Environment[];
  index: number;
  /** Position on a phone, where the columns are below each other */
  rank: number;
}) {
  const { environments, index, rank } = props;
  const environment = environments[index];
  const { jobs, sync, workloads, ownershipProblem } = environment;
  const isEmpty = !workloads.length && !jobs.length;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const heading = `delivery-${environmentKey(environment)}`;
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.root}
      style={rankStyle(rank)}
      aria-labelledby={heading}
    >
      <div className={classes.header}>
        <Typography
          variant="h6"
          component="h3"
          id={heading}
          className={classes.name}
        >
          {environment.name}
        </Typography>
        {environment.production && <ProductionBadge name={environment.name} />}
        <Typography variant="caption" className={classes.namespace}>
          {t('clusterNamespace', {
            cluster: environment.cluster,
            namespace: environment.namespace,
          })}
        </Typography>
      </div>
      {sync.state !== 'syncing' && (
        <SyncNotice cluster={environment.cluster} sync={sync} />
      )}
      <UnavailableKindsNotice unavailableKinds={environment.unavailableKinds} />
      {ownershipProblem && (
        <Typography variant="body2" role="note" className={classes.notice}>
          {problemText(ownershipProblem)}
        </Typography>
      )}
      <div className={sync.state === 'stale' ? classes.stale : undefined}>
        {workloads.map(workload => (
          <WorkloadPanel
            key={workload.uid}
            workload={workload}
            environment={environment}
            comparison={compareWithEarlier(environments, index, workload)}
          />
        ))}
        <JobList jobs={jobs} />
      </div>
      {sync.state === 'syncing' && isEmpty && (
        <div
          className={classes.empty}
          aria-busy
          aria-label={t('sync.syncing', { cluster: environment.cluster })}
        >
          <Skeleton width="50%" height={32} />
          <Skeleton width="80%" />
          <Skeleton variant="rect" height={120} />
        </div>
      )}
      {['synced', 'stale'].includes(sync.state) && isEmpty && (
        <Typography variant="body2" className={classes.empty}>
          {t('notDeployed')}
        </Typography>
      )}
    </Paper>
  );
}

/** Style with the position on a phone. */
function rankStyle(rank: number) {
  return { '--rank': rank } as Record<string, number>;
}
