import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  ResponseError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import {
  actionPreviewSchema,
  actionRecordSchema,
  applyPlanSchema,
  deliverySchema,
  runDetailSchema,
  servicePipelinesSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  ActionRequest,
  ApplyPlan,
  Delivery,
  RunDetail,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';

/** Asks the delivery plugin, on behalf of the person who runs a template. */
export class DeliveryClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): DeliveryClient {
    return new DeliveryClient(options.auth, options.discovery);
  }

  private constructor(auth: AuthService, discovery: DiscoveryService) {
    this.#auth = auth;
    this.#discovery = discovery;
  }

  /** What an action would do. */
  async plan(
    request: ActionRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ApplyPlan> {
    const body = JSON.stringify({ ...request, dryRun: true });
    const init = { method: 'POST', body, signal };
    const { preview, refusals } = actionPreviewSchema.parse(
      await this.#ask(['actions'], credentials, init),
    );
    if (preview === undefined) {
      throw new Error(refusals.map(({ message }) => message).join('; '));
    }
    return applyPlanSchema.parse(preview);
  }

  /** Record of an action. */
  async action(
    id: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord> {
    return actionRecordSchema.parse(
      await this.#ask(['actions', id], credentials, { signal }),
    );
  }

  /** @throws Error in the delivery plugin's own words, when it is not done */
  async act(
    request: ActionRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord> {
    const init = { method: 'POST', body: JSON.stringify(request), signal };
    return actionRecordSchema.parse(
      await this.#ask(['actions'], credentials, init),
    );
  }

  /** What runs of a service, and where. */
  async delivery(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<Delivery> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = ['services', kind, namespace, name];
    return deliverySchema.parse(await this.#ask(path, credentials, { signal }));
  }

  /** The pipelines of a service, as its CI server lists them. */
  async pipelines(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ServicePipelines> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = ['services', kind, namespace, name, 'pipelines'];
    return servicePipelinesSchema.parse(
      await this.#ask(path, credentials, { signal }),
    );
  }

  /** One run of a service's pipelines, with its stages. */
  async run(
    entityRef: string,
    id: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<RunDetail> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = ['services', kind, namespace, name, 'runs', id];
    return runDetailSchema.parse(
      await this.#ask(path, credentials, { signal }),
    );
  }

  async #ask(
    path: string[],
    credentials: BackstageCredentials,
    init: RequestInit,
  ): Promise<unknown> {
    const token = await this.#token(credentials);
    const base = await this.#discovery.getBaseUrl('delivery');
    const url = [base, 'v1', ...path.map(encodeURIComponent)].join('/');
    const response = await fetch(url, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body && { 'content-type': 'application/json' }),
      },
    }).catch(error => {
      init.signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `The delivery plugin does not answer: ${error.cause?.message || error.message}`,
      );
    });
    if (response.ok) return response.json();
    const { cause, message } = await ResponseError.fromResponse(response);
    const words = cause?.message ?? message;
    throw response.status >= 500
      ? new ServiceUnavailableError(words)
      : new Error(words);
  }

  async #token(credentials: BackstageCredentials): Promise<string> {
    try {
      const { token } = await this.#auth.getPluginRequestToken({
        onBehalfOf: credentials,
        targetPluginId: 'delivery',
      });
      return token;
    } catch (error) {
      throw new Error(
        `This step acts as the person who runs the template, whose sign-in has ended: sign in and start the task again, which goes on from here (${isError(error) ? error.message : error})`,
      );
    }
  }
}
