import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { deliveryTranslationRef } from '../translation/ref';

/**
 * Puts coded messages of the backend into the viewer's language; the English
 * message where a code has no translation.
 *
 * @param table - prefix of the translation keys
 */
export function useCodedText(
  table: 'refusal' | 'outcome' | 'problem',
): (message: CodedMessage) => string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useCallback(
    ({ code, values, message }) => {
      const key = `${table}.${code}`;
      // The values depend on the code. A missing key is returned unchanged.
      const translate = t as (
        key: string,
        values: CodedMessage['values'],
      ) => string;
      const text = translate(key, values);
      return text === key ? message : text;
    },
    [t, table],
  );
}
