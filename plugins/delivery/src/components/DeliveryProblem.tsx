import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import type { LiveState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { useInterruption } from '../format/useInterruption';

type Problem = Extract<
  LiveState<unknown>,
  { status: 'failed' | 'refused' | 'not-found' }
>;

/** Why there is nothing to show, and what can be done. */
export function DeliveryProblem(props: {
  problem: Problem;
  retry: () => void;
}) {
  const { problem, retry } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const titles = {
    failed: t('failed'),
    refused: t('refused'),
    'not-found': t('notFound'),
  };
  return (
    <EmptyState
      missing="info"
      title={titles[problem.status]}
      description={
        problem.status === 'failed' ? (
          <FailureReason interruption={problem.interruption} />
        ) : (
          problem.message
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
}: Pick<Extract<Problem, { status: 'failed' }>, 'interruption'>) {
  return <>{useInterruption(interruption)}</>;
}
