import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { generationRefusal, isGenerated } from '../apply/generatedSecret';

/** Refuses a generated Secret whose list of keys is not valid. */
export const validGeneratedSecret: ActionGuard = {
  id: 'delivery.valid-generated-secret',
  check: async ({ object }) =>
    object && isGenerated(object.manifest)
      ? generationRefusal(object.manifest)
      : undefined,
};
