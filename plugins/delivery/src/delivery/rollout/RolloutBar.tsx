import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';

const useStyles = makeStyles(
  theme => ({
    bar: {
      margin: theme.spacing(0.5, 0),
      height: 6,
      borderRadius: 3,
      backgroundColor: theme.palette.action.selected,
    },
    ready: { backgroundColor: theme.palette.status.ok },
    updated: { backgroundColor: theme.palette.status.running },
    // Hides the animated dots of the buffer variant.
    rest: { display: 'none' },
  }),
  { name: 'FairwayRolloutBar' },
);

/**
 * Progress of the newest revision: its ready and its updated pods, of the
 * desired ones. Always rendered, so that a rollout does not shift the layout.
 */
export function RolloutBar({ workload }: { workload: Workload }) {
  const { name, replicas, rollout, target } = workload;
  const { desired, ready, updated, updatedReady } = replicas;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  // After an abort, the pods of the stable revision are to stay.
  const isReplacing =
    rollout.state !== 'aborted' &&
    (target !== undefined || ready > updatedReady);
  const counted = isReplacing ? updatedReady : ready;
  const count = t(isReplacing ? 'newPodsReady' : 'ready', {
    ready: String(counted),
    desired: String(desired),
  });
  const progress = t('progress', {
    updated: String(updated),
    desired: String(desired),
  });
  return (
    <>
      <LinearProgress
        variant="buffer"
        className={classes.bar}
        classes={{
          bar1Buffer: classes.ready,
          bar2Buffer: classes.updated,
          dashed: classes.rest,
        }}
        value={share(counted, desired)}
        valueBuffer={share(Math.max(updated, counted), desired)}
        aria-label={t('progressLabel', { name })}
        aria-valuetext={`${count}${t('clauseSeparator')}${progress}`}
      />
      <Typography variant="caption" component="div">
        {count}
        {isReplacing && updated !== desired && ` · ${progress}`}
      </Typography>
    </>
  );
}

function share(part: number, whole: number): number {
  return whole ? Math.min(100, (100 * part) / whole) : 0;
}
