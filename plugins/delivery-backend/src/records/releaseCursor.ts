import { InputError } from '@backstage/errors';
import { z } from 'zod';

const cursorSchema = z.tuple([z.string(), z.number().int(), z.string()]);

/** Where a page ends: the time, revision number and id of its last release. */
export type ReleaseCursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: ReleaseCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InputError when it is none of ours */
export function decodeCursor(text: string): ReleaseCursor {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw new InputError(
      `The cursor '${text}' is not one that a page of releases ended with; ask without a cursor for the first page`,
    );
  }
}
