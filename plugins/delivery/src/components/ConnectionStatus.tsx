import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { useAge } from '../format/useAge';
import { useInterruptionText } from '../format/useInterruptionText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      minHeight: 24,
    },
    dot: {
      flex: 'none',
      width: 8,
      height: 8,
      borderRadius: '50%',
      backgroundColor: theme.palette.status.ok,
    },
    hollow: {
      backgroundColor: 'transparent',
      border: `2px solid ${theme.palette.status.error}`,
    },
  }),
  { name: 'FairwayConnectionStatus' },
);

type ConnectedState = Extract<
  LiveState<unknown>,
  { status: 'live' | 'reconnecting' }
>;
type ReconnectingState = Extract<
  LiveState<unknown>,
  { status: 'reconnecting' }
>;

/** Whether the page receives live updates. */
export function ConnectionStatus(props: {
  state: ConnectedState;
  retry: () => void;
}) {
  const { state, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (state.status === 'reconnecting') {
    return <ReconnectingStatus state={state} retry={retry} />;
  }
  return (
    <div className={classes.root} title={t('liveHint')}>
      <span aria-hidden className={classes.dot} />
      <Typography variant="caption" role="status">
        {t('live')}
      </Typography>
    </div>
  );
}

function ReconnectingStatus({
  state,
  retry,
}: {
  state: ReconnectingState;
  retry: () => void;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const age = useAge(state.since);
  return (
    <div className={classes.root}>
      <span aria-hidden className={`${classes.dot} ${classes.hollow}`} />
      <Typography variant="caption">
        <strong role="status">{t('notLive')}</strong>{' '}
        {t('notLiveFor', {
          age,
          reason: useInterruptionText(state.interruption),
        })}
      </Typography>
      <Button size="small" variant="outlined" onClick={retry}>
        {t('retry')}
      </Button>
    </div>
  );
}
