import type {
  ActionState,
  ActivityItem,
  ReleaseState,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import FlashOnIcon from '@material-ui/icons/FlashOn';
import UnfoldMoreIcon from '@material-ui/icons/UnfoldMore';
import { HealthIcon } from '../components/HealthIcon';
import { OutcomeIcon } from '../components/OutcomeIcon';
import type { Outcome } from '../components/OutcomeIcon';

type Health = Parameters<typeof HealthIcon>[0]['status'];

const useStyles = makeStyles(
  theme => ({
    scaled: { color: theme.palette.text.secondary },
    failure: { color: theme.palette.status.error },
  }),
  { name: 'FairwayActivityIcon' },
);

const releaseHealth: Record<ReleaseState, Health> = {
  'in-progress': 'progressing',
  completed: 'healthy',
  failed: 'degraded',
  superseded: 'suspended',
  unknown: 'unknown',
};

const actionOutcome: Record<ActionState, Outcome> = {
  pending: 'running',
  queued: 'queued',
  succeeded: 'succeeded',
  rejected: 'aborted',
  failed: 'failed',
  unknown: 'unknown',
};

/** Icon of a change. The text next to it says the same. */
export function ActivityIcon({ item }: { item: ActivityItem }) {
  const classes = useStyles();
  if (item.type === 'release') {
    return <HealthIcon status={releaseHealth[item.release.outcome.state]} />;
  }
  if (item.type === 'action') {
    return <OutcomeIcon outcome={actionOutcome[item.action.state]} />;
  }
  return item.entry.event.type === 'scaled' ? (
    <UnfoldMoreIcon className={classes.scaled} fontSize="small" aria-hidden />
  ) : (
    <FlashOnIcon className={classes.failure} fontSize="small" aria-hidden />
  );
}
