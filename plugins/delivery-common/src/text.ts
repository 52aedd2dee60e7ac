import type { z } from 'zod';

/** A text without the character U+0000, which PostgreSQL cannot store or compare. */
export function withoutNull(text: z.ZodString): z.ZodString {
  return text.refine(
    value => !value.includes('\0'),
    'Remove the character U+0000',
  );
}
