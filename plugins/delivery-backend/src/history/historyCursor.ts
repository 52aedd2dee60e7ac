import { InputError } from '@backstage/errors';
import { z } from 'zod';

const cursorSchema = z.tuple([z.string(), z.number().int(), z.string()]);

/** Where a page ends: the time of its last record, what orders equal times, and its id. */
export type HistoryCursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: HistoryCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InputError when it is none of ours */
export function decodeCursor(text: string): HistoryCursor {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw new InputError(
      `The cursor '${text}' is not one that a page ended with; ask without a cursor for the first page`,
    );
  }
}
