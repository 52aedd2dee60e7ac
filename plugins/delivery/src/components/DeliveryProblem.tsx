import { EmptyState } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import type { DeliveryState } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';

type Problem = Extract<DeliveryState, { reason: string }>;

/** Why there is nothing to show, and what can be done. */
export function DeliveryProblem(props: {
  problem: Exclude<Problem, { status: 'reconnecting' }>;
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
      description={problem.reason}
      action={
        <Button variant="outlined" onClick={retry}>
          {t('retry')}
        </Button>
      }
    />
  );
}
