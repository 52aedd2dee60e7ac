import type { Service } from '../services';

/** Whether the name, ref or tags of a service contain all words of a text. */
export function matchesWords(
  { head: { title, entityRef, tags } }: Pick<Service, 'head'>,
  text = '',
): boolean {
  const searched = [title, entityRef, ...tags].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => searched.includes(word));
}
