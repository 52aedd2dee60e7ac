import type { Permission } from '@backstage/plugin-permission-common';
import { grants } from './grants';
import type { Role } from './roles';

/** `owned`: only on what the person owns. */
export type Verdict = 'allow' | 'owned' | 'deny';

/** Whether someone with these roles may do a thing. */
export function decide(
  // By name alone: the rest of a query is what its sender says
  { name }: Pick<Permission, 'name'>,
  roles: Set<Role>,
): Verdict {
  const granted =
    grants.find(({ permission }) => permission.name === name)?.roles ?? [];
  const held = granted.filter(role => roles.has(role));
  if (held.some(role => role !== 'owner')) return 'allow';
  return held.length ? 'owned' : 'deny';
}
