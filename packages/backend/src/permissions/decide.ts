import type { Permission } from '@backstage/plugin-permission-common';
import { grants } from './grants';
import type { Role } from './roles';

/** `owned`: only on what the person owns. */
export type ApplyPreview = 'allow' | 'owned' | 'deny';

/** Whether someone with these roles may do a thing. */
export function decide(
  // By name alone: the rest of a query is what its sender says
  { name }: Pick<Permission, 'name'>,
  roles: Set<Role>,
): ApplyPreview {
  return verdictFor(grantOf(name)?.roles, roles);
}

/** The same for production; undefined where that makes no difference. */
export function decideInProduction(
  { name }: Pick<Permission, 'name'>,
  roles: Set<Role>,
): ApplyPreview | undefined {
  const granted = grantOf(name)?.inProduction;
  return granted && verdictFor(granted, roles);
}

function grantOf(name: string) {
  return grants.find(({ permission }) => permission.name === name);
}

function verdictFor(granted: Role[] = [], roles: Set<Role>): ApplyPreview {
  const held = granted.filter(role => roles.has(role));
  if (held.some(role => role !== 'owner')) return 'allow';
  return held.length ? 'owned' : 'deny';
}
