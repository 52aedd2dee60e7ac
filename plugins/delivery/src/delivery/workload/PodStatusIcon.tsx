import type { PodStatus } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      width: 12,
      height: 12,
      borderRadius: 3,
      border: '2px solid currentColor',
      boxSizing: 'border-box',
    },
    filled: { backgroundColor: 'currentColor' },
    ok: { color: theme.palette.status.ok },
    progressing: { color: theme.palette.status.running },
    warning: { color: theme.palette.status.warning },
    error: { color: theme.palette.status.error },
    terminating: { color: theme.palette.status.aborted },
  }),
  { name: 'FairwayPodStatusIcon' },
);

const colors = {
  ready: 'ok',
  succeeded: 'ok',
  waiting: 'progressing',
  starting: 'progressing',
  'not-ready': 'warning',
  unschedulable: 'error',
  failing: 'error',
  failed: 'error',
  terminating: 'terminating',
} as const satisfies Record<PodStatus, string>;

/** Square in the colour of a pod's status: filled when ready, hollow otherwise. */
export function PodStatusIcon({ status }: { status: PodStatus }) {
  const classes = useStyles();
  const isFilled = status === 'ready' || status === 'succeeded';
  return (
    <span
      aria-hidden
      className={`${classes.root} ${classes[colors[status]]} ${
        isFilled ? classes.filled : ''
      }`}
    />
  );
}
