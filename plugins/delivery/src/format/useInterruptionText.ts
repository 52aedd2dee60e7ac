import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Interruption } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';

/** Reason for a lost connection, in the viewer's language. */
export function useInterruptionText({ cause, message }: Interruption): string {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const reason = t(`interruption.${cause}`);
  return message ? `${reason} (${message})` : reason;
}
