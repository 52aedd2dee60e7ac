import { guestToken } from '../dev/guestToken.ts';
import { portalAddresses } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';

/**
 * Whether the guest sees an entity in the catalog.
 *
 * @param ref - path of the entity, such as `component/default/tides`
 * @param file - file of the entity, if it matters
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
