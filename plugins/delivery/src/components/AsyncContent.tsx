import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import type { ReactNode } from 'react';
import type { AsyncState } from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../api/errorMessage';
import { deliveryTranslationRef } from '../translation/ref';

/** What is read when somebody asks for it: on its way, there, or why not. */
export function AsyncContent<T>(props: {
  answer: AsyncState<T> & { retry: () => void };
  children: (value: NonNullable<T>) => ReactNode;
}) {
  const { answer, children } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (answer.loading) {
    return (
      <div aria-busy aria-label={t('loading')}>
        <Skeleton width="60%" height={28} />
        <Skeleton variant="rect" height={240} />
      </div>
    );
  }
  if (answer.error) {
    return (
      <Alert
        severity="warning"
        action={
          <Button color="inherit" size="small" onClick={answer.retry}>
            {t('retry')}
          </Button>
        }
      >
        {errorMessage(answer.error)}
      </Alert>
    );
  }
  return <>{answer.value && children(answer.value)}</>;
}
