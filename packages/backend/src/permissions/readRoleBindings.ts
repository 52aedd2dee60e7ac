import type { Config } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { RoleBindings } from './roles';

// Guest users of the guest provider's default configuration and of this portal
const GUESTS = ['user:default/guest', 'user:development/guest'];

/**
 * Reads `fairway.permission`. Without it, guests can only read, and nobody has a
 * configured role.
 *
 * @throws InputError that names a ref that is not a user or group
 */
export function readRoleBindings(config: Config): RoleBindings {
  const read = (key: string) =>
    config
      .getOptionalStringArray(`fairway.permission.${key}`)
      ?.map(ref => readRef(ref, key));
  return {
    roles: {
      developer: read('roles.developer') ?? [],
      releaseManager: read('roles.releaseManager') ?? [],
      platform: read('roles.platform') ?? [],
    },
    readOnly: read('readOnly') ?? GUESTS,
  };
}

function readRef(text: string, key: string): string {
  const ref = parseRef(text);
  if (ref?.kind !== 'user' && ref?.kind !== 'group') {
    throw new InputError(
      `fairway.permission.${key} has the invalid value '${text}'. Use the ref of a group or user, such as 'group:default/platform'.`,
    );
  }
  return stringifyEntityRef(ref);
}

function parseRef(text: string) {
  try {
    const { kind, namespace, name } = parseEntityRef(text);
    return { kind: kind.toLocaleLowerCase('en-US'), namespace, name };
  } catch {
    return undefined;
  }
}
