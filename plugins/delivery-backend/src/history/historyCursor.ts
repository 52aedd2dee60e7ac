import { InputError } from '@backstage/errors';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const cursorSchema = z.tuple([z.string(), z.number().int(), z.string()]);

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
