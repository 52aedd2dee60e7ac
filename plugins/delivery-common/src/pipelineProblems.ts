import { codedMessage } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason why pipelines, their runs, reports and commits cannot be read, and the
 * English sentence of each; part of {@link problemSentences}.
 * @public
 */
export const pipelineProblemSentences = {} as const;

/** Reason why pipelines cannot be read; a key of {@link pipelineProblemSentences}. @public */
export type PipelineProblemCode = keyof typeof pipelineProblemSentences;

/** A reason why pipelines cannot be read, with its English sentence. @public */
export function pipelineProblem(
  code: PipelineProblemCode,
  values: CodedMessage['values'] = {},
): CodedMessage {
  return codedMessage(pipelineProblemSentences, code, values);
}
