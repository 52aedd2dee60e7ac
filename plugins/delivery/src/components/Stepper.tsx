import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const DOT = 22;

const useStyles = makeStyles(
  theme => ({
    // As many steps in a row as fit; one below the other on a phone.
    list: {
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
    pending: { color: theme.palette.text.secondary },
  }),
  { name: 'FairwayStepper' },
);

/** Status of a step relative to the current one. */
export type StepStatus = 'done' | 'current' | 'stopped' | 'pending';

/** One step of a {@link Stepper}. */
export interface StepperStep {
  text: string;
  status: StepStatus;
  icon?: ReactNode;
}

/** Steps in order, connected by a line. */
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
    pending: '',
  };
  return (
    <ol className={classes.list} aria-label={label}>
      {steps.map(({ text, status, icon }, index) => {
        const isCurrent = status === 'current' || status === 'stopped';
        return (
          <li
            // Only its position identifies a step.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            className={`${classes.step} ${status === 'done' ? classes.done : ''}`}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span aria-hidden className={`${classes.dot} ${dotClass[status]}`}>
              {icon}
            </span>
            <Typography
              variant="caption"
              className={`${classes.text} ${isCurrent ? classes.current : ''} ${
                status === 'pending' ? classes.pending : ''
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
