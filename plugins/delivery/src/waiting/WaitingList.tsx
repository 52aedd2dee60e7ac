import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Waiting } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import type { Interruption, LiveState } from '../api/DeliveryApi';
import { useCodedText } from '../format/useCodedText';
import { useInterruptionText } from '../format/useInterruptionText';
import { deliveryTranslationRef } from '../translation/ref';
import { distinctItems } from './waitingItems';
import { WaitingListItem } from './WaitingListItem';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(1.5),
      borderLeft: `4px solid ${theme.palette.status.warning}`,
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'FairwayWaitingList' },
);

/** List of the rollouts and runs that the viewer may approve, or of all that wait for approval. */
export function WaitingList(props: {
  state: LiveState<Waiting>;
  retry: () => void;
  /** Whether those are also shown that only others may approve */
  withOthers: boolean;
}) {
  const { state, retry, withOthers } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const title = withOthers ? t('waiting.title') : t('waiting.forMe');
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={title}
    >
      <Typography variant="subtitle1" component="h2">
        {title}
      </Typography>
      <Problem state={state} retry={retry} />
      {state.status === 'loading' && (
        <div aria-busy aria-label={t('waiting.loading')}>
          <Skeleton height={44} />
        </div>
      )}
      {'value' in state && (
        <Items waiting={state.value} withOthers={withOthers} />
      )}
    </Paper>
  );
}

function Items(props: { waiting: Waiting; withOthers: boolean }) {
  const { waiting, withOthers } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const items = distinctItems(waiting).filter(
    ({ mayApprove }) => withOthers || mayApprove,
  );
  if (!items.length) {
    return (
      <Typography variant="body2" color="textSecondary">
        {withOthers ? t('waiting.none') : t('waiting.noneForMe')}
      </Typography>
    );
  }
  return (
    <ul className={classes.list}>
      {items.map(item => (
        <WaitingListItem
          key={item.type === 'run' ? item.runId : item.uid}
          item={item}
        />
      ))}
    </ul>
  );
}

function Problem(props: { state: LiveState<Waiting>; retry: () => void }) {
  const { state, retry } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const hasProblem = state.status === 'refused' || state.status === 'not-found';
  if (!hasProblem && !('interruption' in state)) return null;
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" onClick={retry}>
          {t('retry')}
        </Button>
      }
    >
      {'value' in state ? t('waiting.stale') : t('waiting.failed')}{' '}
      {hasProblem ? (
        problemText(state.problem)
      ) : (
        <InterruptionText interruption={state.interruption} />
      )}
    </Alert>
  );
}

function InterruptionText(props: { interruption: Interruption }) {
  return <>{useInterruptionText(props.interruption)}</>;
}
