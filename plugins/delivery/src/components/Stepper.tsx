import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const DOT = 22;

const useStyles = makeStyles(
  theme => ({
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
  { name: 'FairwayRail' },
);

/** Where a step stands: before, at or after the one that a rollout is at. */
export type StepStatus = 'done' | 'current' | 'stopped' | 'toCome';

/** One of a {@link Stepper}. */
export interface StepperStep {
  text: string;
  place: StepStatus;
  icon?: ReactNode;
}

/** Steps in their order, with a line through them. */
export function Stepper({
  label,
  steps,
}: {
  label: string;
  steps: StepperStep[];
}) {
  const classes = useStyles();
  const dotClass = {
    done: classes.dotDone,
    current: classes.dotCurrent,
    stopped: classes.dotStopped,
    toCome: '',
  };
  return (
    <ol className={classes.rail} aria-label={label}>
      {steps.map(({ text, place, icon }, index) => {
        const isCurrent = place === 'current' || place === 'stopped';
        return (
          <li
            // Steps are known by their place alone.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            className={`${classes.step} ${place === 'done' ? classes.done : ''}`}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span aria-hidden className={`${classes.dot} ${dotClass[place]}`}>
              {icon}
            </span>
            <Typography
              variant="caption"
              className={`${classes.text} ${isCurrent ? classes.current : ''} ${
                place === 'toCome' ? classes.toCome : ''
              }`}
            >
              {text}
            </Typography>
          </li>
        );
      })}
    </ol>
  );
}
