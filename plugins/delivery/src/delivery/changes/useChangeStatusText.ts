import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeStatus } from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../../translation/ref';

/** Sentence with the status of a change, in the viewer's language. */
export function useChangeStatusText({ reason, values }: ChangeStatus): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The values depend on the reason; see changeSentences in delivery-common.
  const translate = t as (
    key: string,
    values: ChangeStatus['values'],
  ) => string;
  return translate(`changes.status.${reason}`, values);
}
