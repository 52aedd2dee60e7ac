import type { JobRun } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';

const HEIGHT = 28;
/** Keeps the shortest run visible */
const MIN_HEIGHT = 6;

const useStyles = makeStyles(
  theme => ({
    bars: {
      display: 'flex',
      alignItems: 'flex-end',
      gap: 3,
      height: HEIGHT,
      margin: theme.spacing(0.5, 0),
    },
    bar: {
      width: 10,
      boxSizing: 'border-box',
      borderRadius: 2,
      border: '2px solid currentColor',
    },
    succeeded: {
      color: theme.palette.status.ok,
      backgroundColor: 'currentColor',
    },
    // A pattern, because colour must not be the only sign.
    failed: {
      color: theme.palette.status.error,
      backgroundImage:
        'repeating-linear-gradient(45deg, currentColor 0 2px, transparent 2px 4px)',
    },
    running: { color: theme.palette.status.running },
    suspended: { color: theme.palette.status.aborted, borderStyle: 'dotted' },
  }),
  { name: 'FairwayJobRunChart' },
);

/**
 * Bar chart of run durations, oldest first: filled for succeeded, hatched for
 * failed, hollow for running. The same is below it as text.
 */
export function JobRunChart({ runs }: { runs: JobRun[] }) {
  const classes = useStyles();
  const longest = Math.max(1, ...runs.map(r => r.durationSeconds ?? 0));
  return (
    <div className={classes.bars} aria-hidden>
      {[...runs].reverse().map(({ uid, name, state, durationSeconds = 0 }) => (
        <span
          key={uid}
          title={name}
          className={`${classes.bar} ${classes[state]}`}
          style={{
            height:
              MIN_HEIGHT + ((HEIGHT - MIN_HEIGHT) * durationSeconds) / longest,
          }}
        />
      ))}
    </div>
  );
}
