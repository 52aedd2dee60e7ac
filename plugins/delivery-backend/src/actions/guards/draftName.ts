import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';

/** Refuses existing objects for a service that the catalog does not have yet: none can be its own. */
export const draftName: ActionGuard = {
  id: 'delivery.draft-name',
  check: async ({ object, isDraft }) =>
    isDraft && object?.existing !== undefined
      ? refusal('nameTaken')
      : undefined,
};
