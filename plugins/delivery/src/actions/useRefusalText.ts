import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { useCodedText } from '../format/useCodedText';

/** Puts a refusal into the viewer's language, with the refused object where it names one. */
export function useRefusalText(): (refusal: Refusal) => string {
  const textOf = useCodedText('refusal');
  return useCallback(
    refusal => {
      const text = textOf(refusal);
      return refusal.object ? `${refusal.object}: ${text}` : text;
    },
    [textOf],
  );
}
