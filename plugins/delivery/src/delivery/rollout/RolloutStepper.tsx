import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import PauseIcon from '@material-ui/icons/Pause';
import PlayArrowIcon from '@material-ui/icons/PlayArrow';
import StopIcon from '@material-ui/icons/Stop';
import { deliveryTranslationRef } from '../../translation/ref';
import { AnalysisList } from './AnalysisList';
import { RevisionComparison } from './RevisionComparison';
import { Stepper } from '../../components/Stepper';
import type { StepStatus } from '../../components/Stepper';
import { RolloutState } from './RolloutState';
import { TrafficRoutes } from './TrafficRoutes';
import { useStepText } from './useStepText';

const useStyles = makeStyles(
  theme => ({ root: { margin: theme.spacing(1, 0) } }),
  { name: 'FairwayRolloutStepper' },
);

/** Steps of a rollout, with its state, traffic, analyses and the comparison of revisions. */
export function RolloutStepper({ workload }: { workload: Workload }) {
  const { rollout } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const stepText = useStepText(workload);
  const isStopped = rollout.state === 'aborted' || rollout.state === 'failed';
  const statusOf = (index: number): StepStatus => {
    if (index < rollout.step) return 'done';
    if (index > rollout.step || rollout.state === 'complete') return 'pending';
    return isStopped ? 'stopped' : 'current';
  };
  return (
    <div className={classes.root}>
      <RolloutState workload={workload} />
      {rollout.steps.length > 0 && (
        <Stepper
          label={t('steps')}
          steps={rollout.steps.map((step, index) => ({
            text: stepText(step),
            status: statusOf(index),
            icon: (
              <StepIcon
                status={statusOf(index)}
                isWaiting={rollout.state === 'waiting'}
              />
            ),
          }))}
        />
      )}
      <RevisionComparison workload={workload} />
      <TrafficRoutes rollout={rollout} />
      <AnalysisList analyses={rollout.analyses} />
    </div>
  );
}

function StepIcon({
  status,
  isWaiting,
}: {
  status: StepStatus;
  isWaiting: boolean;
}) {
  if (status === 'done') return <CheckIcon fontSize="inherit" />;
  if (status === 'pending') return null;
  if (status === 'stopped') return <StopIcon fontSize="inherit" />;
  return isWaiting ? (
    <PauseIcon fontSize="inherit" />
  ) : (
    <PlayArrowIcon fontSize="inherit" />
  );
}
