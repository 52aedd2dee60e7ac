import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import type { LiveState } from '../../api/DeliveryApi';
import { deliveryTranslationRef } from '../../translation/ref';
import { summarizeDelivery } from './summarizeDelivery';
import type { ReadPipelines } from './summarizeDelivery';
import { HealthIcon } from '../../components/HealthIcon';
import {
  FailedJobStatusRow,
  RunStatusRow,
  SourceStatusRow,
  StatusRow,
  UnavailableStatusRow,
  WarningStatusRow,
  WorkloadStatusRow,
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
    warning: { borderLeftColor: theme.palette.status.warning },
    suspended: { borderLeftColor: theme.palette.status.aborted },
    unknown: { borderLeftColor: theme.palette.status.warning },
  }),
  { name: 'FairwayStatusSummary' },
);

/**
 * Summary at the top of the delivery tab: everything that is wrong or waits, the worst
 * first. It reports a healthy service only when everything was read.
 */
export function StatusSummary(props: {
  delivery: Delivery;
  pipelines: LiveState<ServicePipelines>;
  /** Connection status */
  connection: ReactNode;
}) {
  const { delivery, pipelines, connection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const summary = summarizeDelivery(delivery, readPipelines(pipelines));
  const { deployed, status } = summary;
  return (
    <Paper
      variant="outlined"
      className={`${classes.root} ${status ? classes[status] : ''}`}
    >
      <ul className={classes.list} aria-label={t('statusSummary')}>
        {summary.unhealthy.map(workload => (
          <WorkloadStatusRow key={workload.key} deployed={workload} />
        ))}
        {summary.failedRuns.map(failedRun => (
          <FailedJobStatusRow key={failedRun.key} failedRun={failedRun} />
        ))}
        {summary.warned.map(warned => (
          <WarningStatusRow key={warned.key} warned={warned} />
        ))}
        {summary.failedRun && <RunStatusRow run={summary.failedRun} />}
        {summary.unavailable.map(environment => (
          <UnavailableStatusRow
            key={environmentKey(environment)}
            environment={environment}
          />
        ))}
        {summary.incomplete.map(environment => (
          <StatusRow
            key={environmentKey(environment)}
            icon={<HealthIcon status="unknown" />}
            subject={environment.name}
            text={t('incompleteData', {
              resources: (environment.unavailableKinds ?? [])
                .map(({ resource }) => resource)
                .join(t('listSeparator')),
            })}
          />
        ))}
        {summary.unavailableSources.map(source => (
          <SourceStatusRow
            key={`${source.provider} ${source.server} ${source.job}`}
            source={source}
          />
        ))}
        {summary.pipelines === 'failed' && (
          <StatusRow
            icon={<HealthIcon status="unknown" />}
            text={t('pipelines.unreadable')}
          />
        )}
        {summary.waitingRuns.map(run => (
          <RunStatusRow key={run.id} run={run} />
        ))}
        {summary.inProgress.map(workload => (
          <WorkloadStatusRow key={workload.key} deployed={workload} />
        ))}
        {summary.syncing.map(environment => (
          <StatusRow
            key={environmentKey(environment)}
            icon={<HealthIcon status="progressing" />}
            subject={environment.name}
            text={t('sync.syncing', { cluster: environment.cluster })}
          />
        ))}
        {summary.pipelines === 'loading' && (
          <StatusRow
            icon={<HealthIcon status="progressing" />}
            text={t('pipelines.loading')}
          />
        )}
        {status === 'healthy' && (
          <StatusRow
            icon={<HealthIcon status="healthy" />}
            text={t('healthyIn', {
              environments: deployed.join(t('listSeparator')),
            })}
          />
        )}
        {status === undefined && !summary.syncing.length && (
          <StatusRow
            icon={<HealthIcon status="suspended" />}
            text={t('notDeployedAnywhere')}
          />
        )}
      </ul>
      {connection}
    </Paper>
  );
}

/** A viewer who may not see the pipelines gets the status without them. */
function readPipelines(state: LiveState<ServicePipelines>): ReadPipelines {
  if ('value' in state) return { state: 'read', sources: state.value.sources };
  if (state.status === 'loading') return { state: 'loading', sources: [] };
  return { state: state.status === 'failed' ? 'failed' : 'read', sources: [] };
}
