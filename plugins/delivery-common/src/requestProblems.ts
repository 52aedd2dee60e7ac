import { codedMessage } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason why the portal rejects a request, and the English sentence of each; part
 * of {@link problemSentences}.
 * @public
 */
export const requestProblemSentences = {
  serviceForbidden:
    'You may not read {{entityRef}}. Ask an administrator of the portal for the permission {{permission}}.',
  streamSilent: 'no data for {{seconds}} seconds',
} as const;

/** Reason why the portal rejects a request; a key of {@link requestProblemSentences}. @public */
export type RequestProblemCode = keyof typeof requestProblemSentences;

/** A reason why the portal rejects a request, with its English sentence. @public */
export function requestProblem(
  code: RequestProblemCode,
  values: CodedMessage['values'] = {},
): CodedMessage {
  return codedMessage(requestProblemSentences, code, values);
}
