import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useCallback } from 'react';
import { deliveryTranslationRef } from '../translation/ref';

/** Reason why the backend refuses an action or an object. */
export interface Refusal {
  code: string;
  values: Record<string, string | number>;
  /** The same in English, for codes without a translation */
  message: string;
}

/** Puts a refusal into the viewer's language; its English message where its code is unknown. */
export function useRefusalText(): (refusal: Refusal) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useCallback(
    ({ code, values, message }) => {
      const key = `refusal.${code}`;
      // The values depend on the code. A missing key is returned as it is.
      const translate = t as (key: string, values: Refusal['values']) => string;
      const text = translate(key, values);
      return text === key ? message : text;
    },
    [t],
  );
}
