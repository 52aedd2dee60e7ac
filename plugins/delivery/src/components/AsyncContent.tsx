import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import type { ReactNode } from 'react';
import type { AsyncState } from 'react-use/esm/useAsyncFn';
import { useErrorText } from '../format/useErrorText';
import { deliveryTranslationRef } from '../translation/ref';

/** Content that is loaded on request: a skeleton while it loads, or the error with a retry. */
export function AsyncContent<T>(props: {
  result: AsyncState<T> & { retry: () => void };
  children: (value: NonNullable<T>) => ReactNode;
}) {
  const { result, children } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const errorText = useErrorText();
  if (result.loading) {
    return (
      <div aria-busy aria-label={t('loading')}>
        <Skeleton width="60%" height={28} />
        <Skeleton variant="rect" height={240} />
      </div>
    );
  }
  if (result.error) {
    return (
      <Alert
        severity="warning"
        action={
          <Button color="inherit" size="small" onClick={result.retry}>
            {t('retry')}
          </Button>
        }
      >
        {errorText(result.error)}
      </Alert>
    );
  }
  return <>{result.value && children(result.value)}</>;
}
