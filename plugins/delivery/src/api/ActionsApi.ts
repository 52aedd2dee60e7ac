import { createApiRef } from '@backstage/core-plugin-api';
import type {
  ActionPreview,
  ActionRecord,
  ActionRequest,
} from '@fairway/backstage-plugin-delivery-common';

/** Performs actions on services through the delivery backend. @public */
export interface ActionsApi {
  /**
   * Performs an action.
   * @throws ResponseError when the backend refuses the action or the action fails
   */
  performAction(request: Omit<ActionRequest, 'dryRun'>): Promise<ActionRecord>;
  /**
   * Computes what an action would do, and changes nothing.
   * @throws ResponseError when the backend refuses the action
   */
  planAction(request: Omit<ActionRequest, 'dryRun'>): Promise<ActionPreview>;
  /**
   * Record of an action that the signed-in user requested.
   * @throws ResponseError when the backend answers with an error
   */
  getAction(id: string): Promise<ActionRecord>;
}

/** Actions of the delivery backend; a `DeliveryApiClient` by default. @public */
export const actionsApiRef = createApiRef<ActionsApi>({
  id: 'plugin.delivery.actions-api',
});
