/**
 * Role of a user in the portal. Roles do not include each other. A user can have
 * several roles, and has the permissions of all of them.
 *
 * - `viewer`: every signed-in user
 * - `owner`: the owner of the entity in question, from the catalog's relations
 * - `developer`, `releaseManager`, `platform`: assigned by configuration
 */
export type Role =
  'viewer' | 'owner' | 'developer' | 'releaseManager' | 'platform';

/** A role that is assigned to groups or users by configuration. */
type BoundRole = Exclude<Role, 'viewer' | 'owner'>;

const boundRoles: BoundRole[] = ['developer', 'releaseManager', 'platform'];

/** Refs of the users and groups with each role, in lower case. */
export interface RoleBindings {
  roles: Record<BoundRole, string[]>;
  /** Refs of users who are only viewers, independent of their groups and entities */
  readOnly: string[];
}

/** A signed-in user. */
export interface Person {
  userEntityRef: string;
  /** Refs of the user and of the user's groups */
  ownershipEntityRefs: string[];
}

/** Returns the roles of a user. */
export function rolesOf(person: Person, bindings: RoleBindings): Set<Role> {
  const roles = new Set<Role>(['viewer']);
  if (bindings.readOnly.includes(person.userEntityRef)) return roles;

  roles.add('owner');
  const refs = [person.userEntityRef, ...person.ownershipEntityRefs];
  for (const role of boundRoles) {
    if (bindings.roles[role].some(ref => refs.includes(ref))) roles.add(role);
  }
  return roles;
}
