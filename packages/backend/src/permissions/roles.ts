/**
 * What a person is in the portal. Roles do not contain one another: a person
 * may have several, and has what each of them grants.
 *
 * - `viewer`: everyone who is signed in.
 * - `owner`: whoever owns the thing in question, by the catalog's relations.
 * - `developer`, `releaseManager`, `platform`: by configuration.
 */
export type Role =
  'viewer' | 'owner' | 'developer' | 'releaseManager' | 'platform';

/** A role that configuration gives to groups or users. */
type BoundRole = Exclude<Role, 'viewer' | 'owner'>;

const boundRoles: BoundRole[] = ['developer', 'releaseManager', 'platform'];

/** Who has which role, as refs of users and groups in lower case. */
export interface RoleBindings {
  roles: Record<BoundRole, string[]>;
  /** Users who are viewers and nothing else, whatever they own or belong to */
  readOnly: string[];
}

/** Someone who is signed in. */
export interface Person {
  userEntityRef: string;
  /** Of the user and of the groups it belongs to */
  ownershipEntityRefs: string[];
}

/** The roles that a person has. */
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
