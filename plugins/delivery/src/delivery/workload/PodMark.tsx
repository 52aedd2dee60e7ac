import type { PodStatus } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    mark: {
      width: 12,
      height: 12,
      borderRadius: 3,
      border: '2px solid currentColor',
      boxSizing: 'border-box',
    },
    full: { backgroundColor: 'currentColor' },
    ok: { color: theme.palette.status.ok },
    moving: { color: theme.palette.status.running },
    warning: { color: theme.palette.status.warning },
    error: { color: theme.palette.status.error },
    ending: { color: theme.palette.status.aborted },
  }),
  { name: 'FairwayPodMark' },
);

const tones = {
  ready: 'ok',
  succeeded: 'ok',
  starting: 'moving',
  'not-ready': 'warning',
  unschedulable: 'error',
  failing: 'error',
  failed: 'error',
  terminating: 'ending',
} as const satisfies Record<PodStatus, string>;

/** A pod as a small square: full when it serves, hollow when it does not. */
export function PodMark({ status }: { status: PodStatus }) {
  const classes = useStyles();
  const isFull = status === 'ready' || status === 'succeeded';
  return (
    <span
      aria-hidden
      className={`${classes.mark} ${classes[tones[status]]} ${
        isFull ? classes.full : ''
      }`}
    />
  );
}
