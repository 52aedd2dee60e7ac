import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  FindingValues,
  Symptom,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { deliveryTranslationRef } from '../../translation/ref';

/** What the diagnosis says, in the reader's language. */
export interface FindingText {
  sentence: string;
  advice: string;
}

/** Puts findings, and their symptoms, into the reader's language. */
export function useFindingText(): (finding: Symptom) => FindingText {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return useCallback(
    ({ rule, values, details = [] }) => {
      // The placeholders differ by rule; the tables in delivery-common have them.
      const say = t as (key: string, values: FindingValues) => string;
      const all = {
        ...values,
        details: details
          .map(d => say(`findingPhrase.${d.phrase}`, d.values))
          .join(t('listSeparator')),
      };
      return {
        sentence: say(`finding.${rule}.sentence`, all),
        advice: say(`finding.${rule}.advice`, all),
      };
    },
    [t],
  );
}
