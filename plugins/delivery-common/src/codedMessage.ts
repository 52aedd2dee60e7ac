import { z } from 'zod';
import { fillSentence } from './sentence';

/**
 * A text of the server for a person: a code with its values, so that a page can
 * show it in the viewer's language, and the English sentence for everything else.
 * @public
 */
export const codedMessageSchema = z.object({
  /** Code of the text, such as `namespaceNotInEnvironment` */
  code: z.string(),
  /** Values of the `{{name}}` placeholders in the sentence of the code */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The English sentence with its values */
  message: z.string(),
});

/** A text of the server for a person; see {@link codedMessageSchema}. @public */
export type CodedMessage = z.infer<typeof codedMessageSchema>;

/** A {@link CodedMessage} whose sentence is in a table of sentences by code. */
export function codedMessage<Code extends string>(
  sentences: Record<Code, string>,
  code: Code,
  values: CodedMessage['values'],
): CodedMessage {
  return { code, values, message: fillSentence(sentences[code], values) };
}
