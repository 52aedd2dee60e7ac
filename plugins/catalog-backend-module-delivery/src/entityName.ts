import { createHash } from 'node:crypto';

const LONGEST = 63;
const HASH = 8;

/**
 * A name that the catalog takes. Kubernetes' names may be longer, and what is
 * put together may be, too: its end then tells them apart.
 *
 * @see https://backstage.io/docs/features/software-catalog/descriptor-format#name-required
 */
export function entityName(...parts: string[]): string {
  const name = parts
    .join('-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/[-._]{2,}/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '');
  if (name.length <= LONGEST) return name;
  const start = name.slice(0, LONGEST - HASH - 1).replace(/[-._]+$/, '');
  return `${start}-${hashOf(name)}`;
}

/** A few letters that tell a text from others. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}
