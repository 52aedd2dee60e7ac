import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_DELIVERY } from '@fairway/backstage-plugin-delivery-common';
import { decide, decideInProduction } from './decide';
import { decideByEnvironment } from './decideByEnvironment';
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
    const roles = rolesOf(user.info, this.#bindings);
    const elsewhere = decide(permission, roles);
    const inProduction = decideInProduction(permission, roles);
    if (
      inProduction &&
      isResourcePermission(permission, RESOURCE_TYPE_DELIVERY)
    ) {
      const verdicts = { inProduction, elsewhere };
      return decideByEnvironment(permission, verdicts, user.info);
    }
    switch (elsewhere) {
      case 'allow':
        return { result: AuthorizeResult.ALLOW };
      case 'owned':
        return decideOnOwned(permission, user.info);
      default:
        return { result: AuthorizeResult.DENY };
    }
  }
}
