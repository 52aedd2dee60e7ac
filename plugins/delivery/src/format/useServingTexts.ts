import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { servingTexts } from '@fairway/backstage-plugin-delivery-common';
import type {
  ServingTextKey,
  ServingTexts,
} from '@fairway/backstage-plugin-delivery-common';
import { deliveryTranslationRef } from '../translation/ref';

/** Texts about the software that serves, in the viewer's language. */
export function useServingTexts(): ServingTexts {
  const { t } = useTranslationRef(deliveryTranslationRef);
  // The values depend on the text; see servingSentences in delivery-common.
  const translate = t as (
    key: `serving.${ServingTextKey}`,
    values: Record<string, string>,
  ) => string;
  return servingTexts((key, values) => translate(`serving.${key}`, values));
}
