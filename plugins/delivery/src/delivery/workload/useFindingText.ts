import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  FindingValues,
  Symptom,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';

/** Text of a finding, in the viewer's language. */
export interface FindingText {
  sentence: string;
  advice: string;
}

/** Puts findings and symptoms into the viewer's language. */
export function useFindingText(): (
  finding: Pick<Symptom, 'rule' | 'values' | 'details'>,
) => FindingText {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useCallback(
    ({ rule, values, details = [] }) => {
      // The values depend on the rule; see findingTexts in delivery-common.
      const translate = t as (key: string, values: FindingValues) => string;
      const all = {
        ...values,
        details: details
          .map(d => translate(`findingPhrase.${d.phrase}`, d.values))
          .join(t('listSeparator')),
      };
      return {
        sentence: translate(`finding.${rule}.sentence`, all),
        advice: translate(`finding.${rule}.advice`, all),
      };
    },
    [t],
  );
}
