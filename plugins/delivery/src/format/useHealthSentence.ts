import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Health } from '@fairway/backstage-plugin-delivery-common';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { formatTime } from './formatTime';
import { useLanguage } from './useLanguage';

/** Sentence that describes a health status, in the viewer's language. */
export function useHealthSentence({ reason, values }: Health): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  return useMemo(() => {
    // The values depend on the reason; see healthSentences in delivery-common.
    const translate = t as (key: string, values: Health['values']) => string;
    const { until } = values;
    const shown =
      typeof until === 'string' && !Number.isNaN(Date.parse(until))
        ? { ...values, until: formatTime(until, language) }
        : values;
    return translate(`health.${reason}`, shown);
  }, [t, reason, values, language]);
}
