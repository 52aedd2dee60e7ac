import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  actionRecordSchema,
  applyPlanSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  ActionRequest,
  ApplyPlan,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionsApi } from './ActionsApi';
import { BackendConnection } from './BackendConnection';

/**
 * Actions API of the delivery backend.
 * @public
 */
export class ActionsClient implements ActionsApi {
  readonly #backend: BackendConnection;

  /** Creates a client that uses the app's discovery and fetch APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): ActionsClient {
    return new ActionsClient(BackendConnection.create(options));
  }

  private constructor(backend: BackendConnection) {
    this.#backend = backend;
  }

  /** {@inheritDoc ActionsApi.performAction} */
  async performAction(
    request: Omit<ActionRequest, 'dryRun'>,
  ): Promise<ActionRecord> {
    return actionRecordSchema.parse(await this.#post(request));
  }

  /** {@inheritDoc ActionsApi.planAction} */
  async planAction(request: Omit<ActionRequest, 'dryRun'>): Promise<ApplyPlan> {
    return applyPlanSchema.parse(
      await this.#post({ ...request, dryRun: true }),
    );
  }

  /** {@inheritDoc ActionsApi.getAction} */
  async getAction(id: string): Promise<ActionRecord> {
    return actionRecordSchema.parse(await this.#backend.read(['actions', id]));
  }

  async #post(request: ActionRequest): Promise<unknown> {
    const response = await this.#backend.open(['actions'], {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return response.json();
  }
}
