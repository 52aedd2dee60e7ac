import { InfoCard } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  environmentKey,
  summarizeWorkloads,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  FleetCell,
  JobSeries,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { memo } from 'react';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { jobRunHealth } from '../components/jobRunHealth';
import { useDelivery } from './useDelivery';
import { useHealthSentence } from '../format/useHealthSentence';
import { Age } from '../components/Age';
import { ErrorState } from '../components/ErrorState';
import { HealthIcon } from '../components/HealthIcon';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { ServingVersions } from '../components/ServingVersions';
import { LastPipelineRun } from '../pipelines/LastPipelineRun';
import { SyncNotice } from './SyncNotice';
import { useFindingText } from './workload/useFindingText';

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      '& th, & td': {
        textAlign: 'left',
        padding: theme.spacing(0.75, 1, 0.75, 0),
        verticalAlign: 'top',
        borderTop: `1px solid ${theme.palette.divider}`,
        overflowWrap: 'anywhere',
      },
      // Breaks a name only where it does not fit.
      '& th': { overflowWrap: 'break-word' },
    },
    health: { display: 'flex', gap: theme.spacing(0.5) },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayDeliveryCard' },
);

// React renders it only for a new state; see useLive.
const DeliveryCardState = memo(DeliveryCardStateContent);

/** Overview card of a service: one row for each environment, updated live. */
export function DeliveryCard() {
  const { entity } = useEntity();
  const { state, retry } = useDelivery(entity);
  return <DeliveryCardState state={state} retry={retry} />;
}

function DeliveryCardStateContent(props: {
  state: LiveState<Delivery>;
  retry: () => void;
}) {
  const { state, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const content = () => {
    if (state.status === 'loading') return <Skeleton height={120} />;
    if (!('value' in state)) {
      return <ErrorState state={state} retry={retry} />;
    }
    return (
      <table className={classes.table}>
        <tbody>
          {state.value.environments.map(environment => (
            <EnvironmentRow
              key={environmentKey(environment)}
              environment={environment}
            />
          ))}
        </tbody>
      </table>
    );
  };
  return (
    <InfoCard
      title={t('title')}
      deepLink={{ title: t('open'), link: 'delivery' }}
    >
      {content()}
      <LastPipelineRun />
    </InfoCard>
  );
}

function EnvironmentRow({ environment }: { environment: Environment }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const { workloads, jobs, sync, cluster, name } = environment;
  const summary = summarizeWorkloads(workloads);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <SyncNotice cluster={cluster} sync={sync} />
        {summary ? (
          <>
            <ServingVersions state={summary} />{' '}
            <Typography variant="caption" className={classes.secondary}>
              <Age time={summary.deployedAt} />
            </Typography>
            <WorstHealth health={summary.health} finding={summary.finding} />
          </>
        ) : (
          sync.state === 'synced' &&
          !jobs.length && (
            <span className={classes.secondary}>{t('notDeployed')}</span>
          )
        )}
        {jobs.map(series => (
          <LastRun key={series.uid} series={series} />
        ))}
      </td>
    </tr>
  );
}

function LastRun({ series }: { series: JobSeries }) {
  const [newest] = series.runs;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <div className={classes.health}>
      {newest && <HealthIcon status={jobRunHealth[newest.state]} />}
      <Typography variant="body2">
        {series.name} –{' '}
        {newest ? (
          <>
            {t(`runState.${newest.state}`)}{' '}
            <span className={classes.secondary}>
              <Age time={newest.startedAt} />
            </span>
          </>
        ) : (
          t('job.noRuns')
        )}
      </Typography>
    </div>
  );
}

function WorstHealth({
  health,
  finding,
}: Pick<FleetCell, 'health' | 'finding'>) {
  const sentence = useHealthSentence(health);
  const findingText = useFindingText();
  const isWarned = health.status === 'healthy' && finding !== undefined;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <div className={classes.health}>
      {isWarned ? (
        <OutcomeIcon outcome="unstable" />
      ) : (
        <HealthIcon status={health.status} />
      )}
      <Typography variant="body2">
        {isWarned
          ? `${t(`severity.${finding.severity}`)} – ${findingText(finding).sentence}`
          : `${t(`healthStatus.${health.status}`)} – ${sentence}`}
      </Typography>
    </div>
  );
}
