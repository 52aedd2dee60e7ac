import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { generationRefusal, isGenerated } from '../apply/generatedSecret';

/** Allows generated Secrets only as `Opaque`, with valid keys and no other values. */
export const validGeneratedSecret: ActionGuard = {
  id: 'delivery.valid-generated-secret',
  check: async ({ object }) =>
    object?.operation === 'write' && isGenerated(object.manifest)
      ? generationRefusal(object.manifest)
      : undefined,
};
