import { guestToken } from '../dev/guestToken.ts';
import { portalAddresses } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';

/**
 * Whether the catalog has an entity that the guest sees.
 *
 * @param ref - as `component/default/tides`
 * @param file - of which it is to be, where that matters
 */
export async function hasEntity(
  stack: Stack,
  ref: string,
  file?: string,
): Promise<boolean> {
  const { backend } = portalAddresses(stack);
  const token = await guestToken(backend);
  const entity = await fetch(`${backend}/api/catalog/entities/by-name/${ref}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!entity.ok || file === undefined) return entity.ok;
  const { metadata } = await entity.json();
  const from = metadata.annotations['backstage.io/managed-by-location'];
  return from === `url:${file}`;
}
