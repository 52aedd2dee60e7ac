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
    ({ cause, ...coded }) => {
      // The values depend on the code. A missing key is returned unchanged.
      const translate = t as (
        key: string,
        values: CodedMessage['values'],
      ) => string;
      const textOf = (key: string, { values, message }: CodedMessage) => {
        const text = translate(key, values);
        return text === key ? message : text;
      };
      const values = cause
        ? { ...coded.values, message: textOf(`problem.${cause.code}`, cause) }
        : coded.values;
      return textOf(`${table}.${coded.code}`, { ...coded, values });
    },
    [t, table],
  );
}
