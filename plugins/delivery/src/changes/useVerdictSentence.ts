import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeVerdict } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../translation/ref';

/** Where a change is in one sentence, in the reader's language. */
export function useVerdictSentence({ reason, values }: ChangeVerdict): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The placeholders differ by reason; the table in delivery-common has them.
  const sentence = t as (
    key: string,
    values: ChangeVerdict['values'],
  ) => string;
  return sentence(`changes.verdict.${reason}`, values);
}
