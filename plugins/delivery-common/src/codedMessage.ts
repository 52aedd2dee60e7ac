import { z } from 'zod';
import { fillSentence } from './sentence';

const baseSchema = z.object({
  /** Code of the text, such as `namespaceNotInEnvironment` */
  code: z.string(),
  /** Values of the `{{name}}` placeholders in the sentence of the code */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The English sentence with its values */
  message: z.string(),
});

/**
 * A text of the server for a person: a code with its values, so that a page can
 * show it in the viewer's language, and the English sentence for everything else.
 * @public
 */
export const codedMessageSchema = baseSchema.extend({
  /** Problem whose sentence is the value `message`, if it has a code of its own */
  cause: baseSchema.optional(),
});

/** A text of the server for a person; see {@link codedMessageSchema}. @public */
export type CodedMessage = z.infer<typeof codedMessageSchema>;

/**
 * A {@link CodedMessage} whose sentence is in a table of sentences by code.
 *
 * @param cause - problem whose sentence becomes the value `message`
 */
export function codedMessage<Code extends string>(
  sentences: Record<Code, string>,
  code: Code,
  given: CodedMessage['values'],
  cause?: CodedMessage,
): CodedMessage {
  const values = cause ? { ...given, message: cause.message } : given;
  const text = { code, values, message: fillSentence(sentences[code], values) };
  // The words of another system are only a value.
  if (!cause || cause.code === 'other') return text;
  const { code: causeCode, values: causeValues, message } = cause;
  return { ...text, cause: { code: causeCode, values: causeValues, message } };
}
