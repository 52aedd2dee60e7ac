import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import type { VersionComparison } from './compareWithEarlier';
import { useHealthSentence } from '../../format/useHealthSentence';
import { AutoscalerLine } from './AutoscalerLine';
import { OwnershipNotice } from './OwnershipNotice';
import { FindingList } from './FindingList';
import { HealthIcon } from '../../components/HealthIcon';
import { PodList } from './PodList';
import { ResourceUse } from './ResourceUse';
import { RevisionList } from './RevisionList';
import { RolloutBar } from '../rollout/RolloutBar';
import { RolloutStepper } from '../rollout/RolloutStepper';
import { WorkloadLink } from '../drawer/WorkloadLink';
import { WorkloadVersion } from './WorkloadVersion';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    top: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1),
      color: theme.palette.text.secondary,
    },
    health: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      fontWeight: 'bold',
      color: theme.palette.text.primary,
      whiteSpace: 'nowrap',
    },
    sentence: { margin: theme.spacing(0.5, 0) },
    pods: { marginTop: theme.spacing(1) },
  }),
  { name: 'FairwayWorkloadPanel' },
);

/** One workload in one environment. */
export function WorkloadPanel(props: {
  workload: Workload;
  environment: EnvironmentHeader;
  comparison?: VersionComparison;
}) {
  const { workload, environment, comparison } = props;
  const { health, kind, name } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const isComplete = workload.rollout.state === 'complete';
  return (
    <section
      className={classes.root}
      aria-label={`${kind} ${name} (${environment.name})`}
    >
      <div className={classes.top}>
        <Typography variant="caption">
          {kind} <WorkloadLink environment={environment} workload={workload} />
        </Typography>
        <Typography variant="body2" component="div" className={classes.health}>
          <HealthIcon status={health.status} />
          {t(`healthStatus.${health.status}`)}
        </Typography>
      </div>
      <WorkloadVersion workload={workload} comparison={comparison} />
      <Typography variant="body2" className={classes.sentence}>
        {useHealthSentence(health)}
      </Typography>
      <FindingList findings={workload.findings} />
      {workload.rollout.engine === 'native' || isComplete ? (
        <RolloutBar workload={workload} />
      ) : (
        <RolloutStepper workload={workload} />
      )}
      <OwnershipNotice workload={workload} />
      <ResourceUse workload={workload} />
      {workload.autoscalers?.map(autoscaler => (
        <AutoscalerLine key={autoscaler.name} autoscaler={autoscaler} />
      ))}
      <div className={classes.pods}>
        <PodList workload={workload} />
      </div>
      <RevisionList workload={workload} />
    </section>
  );
}
