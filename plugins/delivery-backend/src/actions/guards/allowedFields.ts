import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { referencesOf } from './references/referencesPerKind';

/** Refuses fields that concern other services or nodes, such as `externalIPs`. */
export const allowedFields: ActionGuard = {
  id: 'delivery.allowed-fields',
  check: async ({ object }) => {
    if (object?.operation !== 'write') return undefined;
    const found = referencesOf(object.manifest).find(
      ({ type }) => type === 'forbidden',
    );
    return found && refusal('fieldNotAllowed', { field: found.field });
  },
};
