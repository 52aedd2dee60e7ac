import type {
  CodedMessage,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';

/**
 * The error of a failed action for the audit event, which is logged: the codes say why
 * it failed. Messages can quote the request or the server, and with them values.
 */
export function auditedError(
  error: Error & { refusals?: Refusal[]; outcome?: CodedMessage },
): Error {
  const { refusals, outcome } = error;
  const codes = refusals?.map(({ code, object }) =>
    object === undefined ? code : `${code} (${object})`,
  ) ?? [outcome?.code ?? problemOf(error).code];
  return Object.assign(new Error(codes.join(', ')), { name: error.name });
}
