import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Interruption } from '../api/DeliveryApi';
import { useCodedText } from './useCodedText';
import { deliveryTranslationRef } from '../translation/ref';

/** Reason for a lost connection, in the viewer's language. */
export function useInterruptionText({ cause, problem }: Interruption): string {
  const problemText = useCodedText('problem');
  const { t } = useTranslationRef(deliveryTranslationRef);
  const reason = t(`interruption.${cause}`);
  return problem ? `${reason} (${problemText(problem)})` : reason;
}
