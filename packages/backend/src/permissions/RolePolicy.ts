import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { decide } from './decide';
import { decideOnOwned } from './decideOnOwned';
import { rolesOf } from './roles';
import type { RoleBindings } from './roles';

/**
 * Decides by the roles of the person who asks. Plugins that call one another
 * as themselves are no people: the framework does not ask a policy for them.
 */
export class RolePolicy implements PermissionPolicy {
  readonly #bindings: RoleBindings;

  static create(bindings: RoleBindings): RolePolicy {
    return new RolePolicy(bindings);
  }

  private constructor(bindings: RoleBindings) {
    this.#bindings = bindings;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    switch (decide(permission, rolesOf(user.info, this.#bindings))) {
      case 'allow':
        return { result: AuthorizeResult.ALLOW };
      case 'owned':
        return decideOnOwned(permission, user.info);
      default:
        return { result: AuthorizeResult.DENY };
    }
  }
}
