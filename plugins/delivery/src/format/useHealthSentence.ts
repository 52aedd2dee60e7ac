import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Health } from '@fairway/backstage-plugin-delivery-common';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';

/** A health in one sentence, in the reader's language. */
export function useHealthSentence({ reason, values }: Health): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useMemo(() => {
    // The placeholders differ by reason; the table in delivery-common has them.
    const sentence = t as (key: string, values: Health['values']) => string;
    return sentence(`health.${reason}`, values);
  }, [t, reason, values]);
}
