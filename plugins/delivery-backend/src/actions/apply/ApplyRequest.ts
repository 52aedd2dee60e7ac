import type { ApplyAction } from '@fairway/backstage-plugin-delivery-common';
import type { ActionContext } from '@fairway/backstage-plugin-delivery-node';
import type { EnvironmentConfig } from '../../config';

/** An apply action to plan, with its environment and user. */
export interface ApplyRequest {
  environment: EnvironmentConfig;
  context: ActionContext<ApplyAction>;
  /** Whether the user may see configuration in the environment */
  mayReadValues: boolean;
}
