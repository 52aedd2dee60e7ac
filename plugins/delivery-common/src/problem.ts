import { ResponseError, isError } from '@backstage/errors';
import { z } from 'zod';
import { clusterProblemSentences } from './clusterProblems';
import { codedMessage, codedMessageSchema } from './codedMessage';
import type { CodedMessage } from './codedMessage';
import { pipelineProblemSentences } from './pipelineProblems';
import { requestProblemSentences } from './requestProblems';

/**
 * Every reason why the portal cannot show or do something, and the English sentence of
 * each; see {@link refusalSentences}. A code is unique over all of them.
 * @public
 */
export const problemSentences = {
  other: '{{message}}',
  ...clusterProblemSentences,
  ...pipelineProblemSentences,
  ...requestProblemSentences,
} as const;

const problemSchema = z.object({ problem: codedMessageSchema });

/**
 * Creates an error of a type of `@backstage/errors` whose reason is a code with values.
 * A route sends the code as `error.problem`, and the English sentence as `error.message`.
 * @public
 */
export function problemError<E extends Error>(
  ErrorType: new (message: string, cause?: unknown) => E,
  problem: CodedMessage,
  cause?: unknown,
): E & { problem: CodedMessage } {
  return Object.assign(new ErrorType(problem.message, cause), { problem });
}

/**
 * Reason of an error as a code with values. An error without one, such as an error of a
 * library, has the code `other` and its message as the value.
 * @public
 */
export function problemOf(error: unknown): CodedMessage {
  const details = error instanceof ResponseError ? error.body.error : error;
  const coded = problemSchema.safeParse(details);
  return coded.success ? coded.data.problem : otherProblem(messageOf(error));
}

/** A problem in the words of another system, which cannot be translated. @public */
export function otherProblem(message: string): CodedMessage {
  return codedMessage(problemSentences, 'other', { message });
}

// The message of a ResponseError is about the request; its cause has the backend's.
function messageOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return error instanceof ResponseError && isError(error.cause)
    ? error.cause.message
    : error.message;
}
