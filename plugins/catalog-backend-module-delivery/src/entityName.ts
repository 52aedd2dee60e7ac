import { trimEndOf, trimOf } from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';

const MAX_LENGTH = 63;
const HASH_LENGTH = 8;
const SEPARATORS = '-._';

/**
 * Joins parts to a valid entity name. If the name is too long, its end is replaced with
 * a hash.
 *
 * @see https://backstage.io/docs/features/software-catalog/descriptor-format#name-required
 */
export function entityName(...parts: string[]): string {
  const name = trimOf(
    parts
      .join('-')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/[-._]{2,}/g, '-'),
    SEPARATORS,
  );
  if (name.length <= MAX_LENGTH) return name;
  const start = trimEndOf(
    name.slice(0, MAX_LENGTH - HASH_LENGTH - 1),
    SEPARATORS,
  );
  return `${start}-${shortHash(name)}`;
}

/** Returns a short hash of a text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
