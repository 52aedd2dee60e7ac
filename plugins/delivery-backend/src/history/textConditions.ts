import type { Knex } from 'knex';

/** Shortest beginning of a commit hash that is searched for. */
const MIN_HASH = 4;

/** Whether a text can be the beginning of a commit hash. */
export function isHashStart(text: string): boolean {
  return text.length >= MIN_HASH && /^[0-9a-f]{1,64}$/i.test(text);
}

/** Rows whose value starts with a text, in which no character is a wildcard. */
export function startsWith(column: string, text: string): Knex.QueryCallback {
  const pattern = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  return builder =>
    builder.whereRaw(`?? like ? escape '\\'`, [column, pattern]);
}

/**
 * Rows whose commit hash starts with a text; an index answers it on every database.
 *
 * @param start - hexadecimal digits in lower case
 */
export function hasHashStart(
  column: string,
  start: string,
): Knex.QueryCallback {
  // No hexadecimal digit follows `f`.
  return builder =>
    builder.where(column, '>=', start).where(column, '<', `${start}g`);
}
