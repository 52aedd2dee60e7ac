import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { isGenerated } from '../apply/generatedSecret';
import { groupOf } from '../apply/parseManifests';

/**
 * Allows only the kinds of object that configuration names.
 *
 * @param kinds - group and kind, such as `apps/Deployment` or `/Service`
 */
export function allowedKind(kinds: readonly string[]): ActionGuard {
  return {
    id: 'delivery.allowed-kind',
    check: async ({ object }) => {
      if (!object) return undefined;
      const { manifest } = object;
      const { apiVersion, kind } = manifest;
      // A Secret whose values the portal generates reveals nothing.
      return kinds.includes(`${groupOf(apiVersion)}/${kind}`) ||
        isGenerated(manifest)
        ? undefined
        : refusal('kindNotAllowed', { kind, apiVersion });
    },
  };
}
