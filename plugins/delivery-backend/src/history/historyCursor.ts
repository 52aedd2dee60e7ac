import { InputError } from '@backstage/errors';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

// The columns are texts without U+0000 and a 32-bit integer.
const cursorSchema = z.tuple([
  z.iso.datetime(),
  z
    .number()
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1),
  z.string().regex(/^[\w-]{1,36}$/),
]);

/** End of a page: time, number and id of its last record. */
export type HistoryCursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: HistoryCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InputError if the text is not a cursor of this API */
export function decodeCursor(text: string): HistoryCursor {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw problemError(
      InputError,
      requestProblem('cursorInvalid', { cursor: text }),
    );
  }
}
