import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { DeliveryState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { useAge } from '../view/useAge';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
    dot: {
      width: 8,
      height: 8,
      borderRadius: '50%',
      backgroundColor: theme.palette.status.ok,
    },
    lost: { backgroundColor: theme.palette.status.error },
  }),
  { name: 'FairwayConnection' },
);

type Connected = Extract<DeliveryState, { status: 'live' | 'reconnecting' }>;

/** Whether the page moves as the clusters move. */
export function Connection(props: { state: Connected; retry: () => void }) {
  const { state, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(state.status === 'reconnecting' ? state.since : 0);
  return (
    <div className={classes.root} role="status">
      <span
        aria-hidden
        className={`${classes.dot} ${
          state.status === 'live' ? '' : classes.lost
        }`}
      />
      {state.status === 'live' ? (
        <Typography variant="caption" title={t('liveHint')}>
          {t('live')}
        </Typography>
      ) : (
        <>
          <Typography variant="caption">
            {t('reconnecting', { age, reason: state.reason })}
          </Typography>
          <Button size="small" onClick={retry}>
            {t('retry')}
          </Button>
        </>
      )}
    </div>
  );
}
