import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeStatus } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';

/** Where a change is in one sentence, in the reader's language. */
export function useChangeStatusText({ reason, values }: ChangeStatus): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The placeholders differ by reason; the table in delivery-common has them.
  const sentence = t as (key: string, values: ChangeStatus['values']) => string;
  return sentence(`changes.status.${reason}`, values);
}
