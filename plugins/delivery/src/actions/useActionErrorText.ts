import { ResponseError } from '@backstage/errors';
import {
  codedMessageSchema,
  refusalSchema,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { useErrorText } from '../format/useErrorText';
import { useCodedText } from '../format/useCodedText';
import { useRefusalText } from './useRefusalText';

/**
 * Puts the error of an action request into the viewer's language. The backend adds
 * `refusals` to the error of a refused action, and `outcome` to that of a failed one.
 */
export function useActionErrorText(): (error: unknown) => string {
  const refusalText = useRefusalText();
  const outcomeText = useCodedText('outcome');
  const errorText = useErrorText();
  return useCallback(
    error => {
      const details: Record<string, unknown> =
        error instanceof ResponseError ? error.body.error : {};
      const refusals = refusalSchema
        .array()
        .nonempty()
        .safeParse(details.refusals);
      if (refusals.success) return refusals.data.map(refusalText).join('\n');
      const outcome = codedMessageSchema.safeParse(details.outcome);
      return outcome.success ? outcomeText(outcome.data) : errorText(error);
    },
    [refusalText, outcomeText, errorText],
  );
}
