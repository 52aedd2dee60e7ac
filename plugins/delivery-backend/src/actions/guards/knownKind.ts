import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { ApplyRules } from '../../config';
import { hasRules, kindOf } from './references/referencesPerKind';

/** Allows only kinds whose references are known, or that configuration excepts. */
export function knownKind({
  uncheckedKinds,
}: Pick<ApplyRules, 'uncheckedKinds'>): ActionGuard {
  return {
    id: 'delivery.known-kind',
    check: async ({ object }) => {
      if (object?.operation !== 'write') return undefined;
      const { manifest } = object;
      const kind = kindOf(manifest);
      return hasRules(manifest) || uncheckedKinds.includes(kind)
        ? undefined
        : refusal('kindUnchecked', {
            kind,
            apiVersion: manifest.apiVersion,
            setting: 'delivery.apply.uncheckedKinds',
          });
    },
  };
}
