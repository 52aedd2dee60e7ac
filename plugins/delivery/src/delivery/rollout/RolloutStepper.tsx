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
  { name: 'FairwayStepRail' },
);

/** A rollout with steps: where it stands, what it waits for, and what the new revision does there. */
export function RolloutStepper({ workload }: { workload: Workload }) {
  const { rollout } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const stepText = useStepText(workload);
  const isStopped = rollout.state === 'aborted' || rollout.state === 'failed';
  const placeOf = (index: number): StepStatus => {
    if (index < rollout.step) return 'done';
    if (index > rollout.step || rollout.state === 'complete') return 'toCome';
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
            place: placeOf(index),
            icon: (
              <StepIcon
                place={placeOf(index)}
                waits={rollout.state === 'waiting'}
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

function StepIcon({ place, waits }: { place: StepStatus; waits: boolean }) {
  if (place === 'done') return <CheckIcon fontSize="inherit" />;
  if (place === 'toCome') return null;
  if (place === 'stopped') return <StopIcon fontSize="inherit" />;
  return waits ? (
    <PauseIcon fontSize="inherit" />
  ) : (
    <PlayArrowIcon fontSize="inherit" />
  );
}
