import type { Permission } from '@backstage/plugin-permission-common';
import { grants } from './grants';
import type { Role } from './roles';

/** Decision on a permission. `owned`: allowed only for entities that the user owns. */
export type RoleDecision = 'allow' | 'owned' | 'deny';

/** Decides on a permission for a user with these roles. */
export function decide(
  // Only the name is used, because the caller controls the rest of the query
  { name }: Pick<Permission, 'name'>,
  roles: Set<Role>,
): RoleDecision {
  return decisionFor(grantOf(name)?.roles, roles);
}

/** Decides on a permission in production; undefined if production makes no difference. */
export function decideInProduction(
  { name }: Pick<Permission, 'name'>,
  roles: Set<Role>,
): RoleDecision | undefined {
  const granted = grantOf(name)?.inProduction;
  return granted && decisionFor(granted, roles);
}

function grantOf(name: string) {
  return grants.find(({ permission }) => permission.name === name);
}

function decisionFor(granted: Role[] = [], roles: Set<Role>): RoleDecision {
  const held = granted.filter(role => roles.has(role));
  if (held.some(role => role !== 'owner')) return 'allow';
  return held.length ? 'owned' : 'deny';
}
