import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Health } from '@fairway/backstage-plugin-delivery-common';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';

/** Sentence that describes a health status, in the viewer's language. */
export function useHealthSentence({ reason, values }: Health): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useMemo(() => {
    // The values depend on the reason; see healthSentences in delivery-common.
    const translate = t as (key: string, values: Health['values']) => string;
    return translate(`health.${reason}`, values);
  }, [t, reason, values]);
}
