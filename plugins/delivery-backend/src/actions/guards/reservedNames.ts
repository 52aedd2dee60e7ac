import {
  matchesPattern,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { ApplyRules } from '../../config';
import type { ReferenceOwners } from './references/ReferenceOwners';
import { kindOf } from './references/referencesPerKind';

/**
 * Reserves names such as `{id}-database` for the service with that id. Services refer to
 * these names before the objects exist, so another service could give them its own values.
 */
export function reservedNames(
  { shared }: Pick<ApplyRules, 'shared'>,
  owners: Pick<ReferenceOwners, 'matches'>,
): ActionGuard {
  return {
    id: 'delivery.reserved-names',
    check: async ({ object, entity, isDraft }) => {
      if (object?.operation !== 'write' || !entity) return undefined;
      const { name } = object.manifest.metadata;
      const kind = kindOf(object.manifest);
      const reserving = shared.filter(
        each =>
          each.kind === kind &&
          each.name.includes('{id}') &&
          matchesPattern(each.name.replaceAll('{id}', '*'), name),
      );
      for (const { name: pattern } of reserving) {
        if (await owners.matches(pattern, name, { entity, isDraft }))
          return undefined;
      }
      const [first] = reserving;
      return (
        first &&
        refusal('nameReserved', {
          name,
          pattern: first.name,
          setting: 'delivery.apply.shared',
        })
      );
    },
  };
}
