import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FleetCell } from '@fairway/backstage-plugin-delivery-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
    bar: { flex: 1, height: 5, borderRadius: 3 },
    text: { whiteSpace: 'nowrap' },
  }),
  { name: 'FairwayFleetRollout' },
);

/** Progress of a rollout: the ready pods of the new revision. */
export function FleetRollout({ cell }: { cell: FleetCell }) {
  const { replicas, rollout, name } = cell;
  const { updatedReady, desired } = replicas;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const percent = desired
    ? Math.min(100, Math.round((100 * updatedReady) / desired))
    : 0;
  const text = t(
    rollout === 'waiting' ? 'fleet.rolloutWaits' : 'fleet.rollout',
    {
      ready: String(updatedReady),
      desired: String(desired),
    },
  );
  return (
    <div className={classes.root}>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={percent}
        aria-label={t('progressLabel', { name })}
        aria-valuetext={text}
      />
      <Typography variant="caption" className={classes.text}>
        {text}
      </Typography>
    </div>
  );
}
