import {
  describeTarget,
  outcomeMessage,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionTarget } from '@fairway/backstage-plugin-delivery-common';

/** Outcome of an action that neither a cluster nor a CI server can tell any more. */
export function unknownOutcome(target: ActionTarget) {
  return {
    state: 'unknown' as const,
    message: outcomeMessage('outcomeUnknown', {
      where: describeTarget(target),
    }),
  };
}
