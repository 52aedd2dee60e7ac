import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { useCodedText } from '../format/useCodedText';
import { useInterruptionText } from '../format/useInterruptionText';

type FailedState = Extract<
  LiveState<unknown>,
  { status: 'failed' | 'refused' | 'not-found' }
>;

/** Reason why a page has nothing to show, with a button to try again. */
export function ErrorState(props: { state: FailedState; retry: () => void }) {
  const { state, retry } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const titles = {
    failed: t('failed'),
    refused: t('refused'),
    'not-found': t('notFound'),
  };
  return (
    <EmptyState
      missing="info"
      title={titles[state.status]}
      description={
        state.status === 'failed' ? (
          <FailureReason interruption={state.interruption} />
        ) : (
          problemText(state.problem)
        )
      }
      action={
        <Button variant="outlined" onClick={retry}>
          {t('retry')}
        </Button>
      }
    />
  );
}

function FailureReason({
  interruption,
}: Pick<Extract<FailedState, { status: 'failed' }>, 'interruption'>) {
  return <>{useInterruptionText(interruption)}</>;
}
