import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';
import { summarizeDelivery } from './summarizeDelivery';
import { HealthIcon } from '../../components/HealthIcon';
import {
  FailedJobStatusRow,
  WorkloadStatusRow,
  StatusRow,
  UnavailableStatusRow,
} from './StatusRow';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'flex-start',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(2),
      borderLeftWidth: 4,
    },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      flex: '1 1 300px',
      minWidth: 0,
    },
    healthy: { borderLeftColor: theme.palette.status.ok },
    progressing: { borderLeftColor: theme.palette.status.running },
    degraded: { borderLeftColor: theme.palette.status.error },
    suspended: { borderLeftColor: theme.palette.status.aborted },
    unknown: { borderLeftColor: theme.palette.status.warning },
  }),
  { name: 'FairwayStatusSummary' },
);

/** Summary at the top of the delivery tab: unhealthy workloads, failures and rollouts. */
export function StatusSummary(props: {
  delivery: Delivery;
  /** Connection status */
  connection: ReactNode;
}) {
  const { delivery, connection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const {
    unhealthy,
    failedRuns,
    unavailable,
    inProgress,
    syncing,
    deployed,
    status,
  } = summarizeDelivery(delivery);
  const isHealthy = ![
    unhealthy,
    failedRuns,
    unavailable,
    inProgress,
    syncing,
  ].some(list => list.length);
  return (
    <Paper
      variant="outlined"
      className={`${classes.root} ${status ? classes[status] : ''}`}
    >
      <ul className={classes.list} aria-label={t('statusSummary')}>
        {unhealthy.map(workload => (
          <WorkloadStatusRow key={workload.key} deployed={workload} />
        ))}
        {failedRuns.map(failedRun => (
          <FailedJobStatusRow key={failedRun.key} failedRun={failedRun} />
        ))}
        {unavailable.map(environment => (
          <UnavailableStatusRow
            key={environmentKey(environment)}
            environment={environment}
          />
        ))}
        {inProgress.map(workload => (
          <WorkloadStatusRow key={workload.key} deployed={workload} />
        ))}
        {syncing.map(environment => (
          <StatusRow
            key={environmentKey(environment)}
            icon={<HealthIcon status="progressing" />}
            subject={environment.name}
            text={t('sync.syncing', { cluster: environment.cluster })}
          />
        ))}
        {isHealthy && (
          <StatusRow
            icon={<HealthIcon status={deployed[0] ? 'healthy' : 'suspended'} />}
            text={
              deployed.length
                ? t('healthyIn', {
                    environments: deployed.join(t('listSeparator')),
                  })
                : t('notDeployedAnywhere')
            }
          />
        )}
      </ul>
      {connection}
    </Paper>
  );
}
