import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Interruption } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';

/** Why nothing new comes, in the reader's language. */
export function useInterruption({ cause, message }: Interruption): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const reason = t(`interruption.${cause}`);
  return message ? `${reason} (${message})` : reason;
}
