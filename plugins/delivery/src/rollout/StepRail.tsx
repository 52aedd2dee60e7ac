import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CheckIcon from '@material-ui/icons/Check';
import PauseIcon from '@material-ui/icons/Pause';
import PlayArrowIcon from '@material-ui/icons/PlayArrow';
import StopIcon from '@material-ui/icons/Stop';
import { deliveryTranslationRef } from '../translation/ref';
import { AnalysisList } from './AnalysisList';
import { NewAgainstOld } from './NewAgainstOld';
import { RolloutState } from './RolloutState';
import { TrafficRoutes } from './TrafficRoutes';
import { useStepText } from './useStepText';

const DOT = 22;

const useStyles = makeStyles(
  theme => ({
    root: { margin: theme.spacing(1, 0) },
    // As many in a row as fit: in a column of the page, or below each other on a phone.
    rail: {
      listStyle: 'none',
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(104px, 1fr))',
      margin: theme.spacing(1, 0),
      padding: 0,
      rowGap: theme.spacing(1),
      [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
    },
    step: {
      position: 'relative',
      paddingRight: theme.spacing(1),
      // The line to the next step
      '&:not(:last-child)::before': {
        content: '""',
        position: 'absolute',
        top: DOT / 2 - 1,
        left: DOT,
        right: 0,
        height: 2,
        backgroundColor: theme.palette.divider,
      },
      [theme.breakpoints.down('xs')]: {
        display: 'flex',
        alignItems: 'center',
        gap: theme.spacing(1),
        '&:not(:last-child)::before': {
          top: DOT,
          left: DOT / 2 - 1,
          bottom: theme.spacing(-1),
          right: 'auto',
          width: 2,
          height: 'auto',
        },
      },
    },
    done: {
      '&:not(:last-child)::before': {
        backgroundColor: theme.palette.status.ok,
      },
    },
    dot: {
      position: 'relative',
      flex: 'none',
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: DOT,
      height: DOT,
      borderRadius: '50%',
      fontSize: 14,
      border: `2px solid ${theme.palette.divider}`,
      backgroundColor: theme.palette.background.paper,
    },
    dotDone: {
      borderColor: theme.palette.status.ok,
      color: theme.palette.status.ok,
    },
    dotCurrent: {
      borderColor: theme.palette.status.running,
      color: theme.palette.status.running,
    },
    dotStopped: {
      borderColor: theme.palette.status.error,
      color: theme.palette.status.error,
    },
    text: { lineHeight: 1.3, display: 'block' },
    current: { fontWeight: 'bold' },
    toCome: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayStepRail' },
);

/** A rollout with steps: where it stands, what it waits for, and what the new revision does there. */
export function StepRail({ workload }: { workload: Workload }) {
  const { rollout } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const stepText = useStepText(workload);
  const isStopped = rollout.state === 'aborted' || rollout.state === 'failed';
  const placeOf = (index: number) => {
    if (index < rollout.step) return 'done';
    return index === rollout.step && rollout.state !== 'complete'
      ? 'current'
      : 'toCome';
  };
  return (
    <div className={classes.root}>
      <RolloutState workload={workload} />
      {rollout.steps.length > 0 && (
        <ol className={classes.rail} aria-label={t('steps')}>
          {rollout.steps.map((step, index) => {
            const place = placeOf(index);
            return (
              <li
                // Steps are known by their place alone.
                // eslint-disable-next-line react/no-array-index-key
                key={index}
                className={`${classes.step} ${place === 'done' ? classes.done : ''}`}
                aria-current={place === 'current' ? 'step' : undefined}
              >
                <span
                  aria-hidden
                  className={`${classes.dot} ${dotClass(place, isStopped, classes)}`}
                >
                  <StepIcon
                    place={place}
                    isStopped={isStopped}
                    waits={rollout.state === 'waiting'}
                  />
                </span>
                <Typography
                  variant="caption"
                  className={`${classes.text} ${
                    place === 'current' ? classes.current : ''
                  } ${place === 'toCome' ? classes.toCome : ''}`}
                >
                  {stepText(step)}
                </Typography>
              </li>
            );
          })}
        </ol>
      )}
      <NewAgainstOld workload={workload} />
      <TrafficRoutes rollout={rollout} />
      <AnalysisList analyses={rollout.analyses} />
    </div>
  );
}

type Place = 'done' | 'current' | 'toCome';

function dotClass(
  place: Place,
  isStopped: boolean,
  classes: ReturnType<typeof useStyles>,
): string {
  if (place === 'done') return classes.dotDone;
  if (place === 'toCome') return '';
  return isStopped ? classes.dotStopped : classes.dotCurrent;
}

function StepIcon(props: { place: Place; isStopped: boolean; waits: boolean }) {
  const { place, isStopped, waits } = props;
  if (place === 'done') return <CheckIcon fontSize="inherit" />;
  if (place === 'toCome') return null;
  if (isStopped) return <StopIcon fontSize="inherit" />;
  return waits ? (
    <PauseIcon fontSize="inherit" />
  ) : (
    <PlayArrowIcon fontSize="inherit" />
  );
}
