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
import {
  RESOURCE_TYPE_DELIVERY,
  UNKNOWN_OWNER,
} from '@fairway/backstage-plugin-delivery-common';
import { decide, decideInProduction } from './decide';
import { decideByEnvironment } from './decideByEnvironment';
import { decideOnOwned } from './decideOnOwned';
import { rolesOf } from './roles';
import type { RoleBindings } from './roles';

/**
 * Permission policy based on the roles of the user. The framework does not call it for
 * plugins that use their own service credentials.
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
    const person = {
      ...user.info,
      // The placeholder owner of discovered entities gives no rights to its members
      ownershipEntityRefs: user.info.ownershipEntityRefs.filter(
        ref => ref !== UNKNOWN_OWNER,
      ),
    };
    const roles = rolesOf(person, this.#bindings);
    const elsewhere = decide(permission, roles);
    const inProduction = decideInProduction(permission, roles);
    if (
      inProduction &&
      isResourcePermission(permission, RESOURCE_TYPE_DELIVERY)
    ) {
      const decisions = { inProduction, elsewhere };
      return decideByEnvironment(permission, decisions, person);
    }
    switch (elsewhere) {
      case 'allow':
        return { result: AuthorizeResult.ALLOW };
      case 'owned':
        return decideOnOwned(permission, person);
      default:
        return { result: AuthorizeResult.DENY };
    }
  }
}
