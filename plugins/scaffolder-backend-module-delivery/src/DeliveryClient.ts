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
  DeliveryApiClient,
  applyPlanSchema,
  problemOf,
  retryAfterMs,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  ActionRequest,
  ApplyPlan,
  Delivery,
  DeliveryRequestOptions,
  RunDetail,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import { setTimeout as sleep } from 'node:timers/promises';

/** Attempts at a request over a limit of the user, each after the time that the plugin says. */
const MAX_ATTEMPTS = 5;

/**
 * Client of the delivery plugin on behalf of the user who runs a template.
 *
 * All methods throw an error with the message of the delivery plugin, its `problem`
 * and the `refusals` of an action; a `ServiceUnavailableError` if the same request can
 * succeed later. They wait while the user has reached a limit of the plugin.
 */
export class DeliveryClient {
  readonly #auth: AuthService;
  readonly #client: DeliveryApiClient;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): DeliveryClient {
    return new DeliveryClient(
      options.auth,
      DeliveryApiClient.create({ discoveryApi: options.discovery }),
    );
  }

  private constructor(auth: AuthService, client: DeliveryApiClient) {
    this.#auth = auth;
    this.#client = client;
  }

  /** Computes what an apply would do, and changes nothing. */
  async plan(
    request: ActionRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ApplyPlan> {
    const { preview, refusals } = await this.#send(
      credentials,
      signal,
      options => this.#client.planAction(request, options),
    );
    if (preview === undefined) {
      const message = refusals.map(refused => refused.message).join('; ');
      throw Object.assign(new Error(message), { refusals });
    }
    return applyPlanSchema.parse(preview);
  }

  /** Record of an action. */
  async action(
    id: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord> {
    return this.#send(credentials, signal, options =>
      this.#client.getAction(id, options),
    );
  }

  /** Performs an action. */
  async act(
    request: ActionRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord> {
    return this.#send(credentials, signal, options =>
      this.#client.performAction(request, options),
    );
  }

  /** Delivery of a service: its workloads in each environment. */
  async delivery(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<Delivery> {
    return this.#send(credentials, signal, options =>
      this.#client.getDelivery(parseEntityRef(entityRef), options),
    );
  }

  /** Pipelines of a service, with their latest runs. */
  async pipelines(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ServicePipelines> {
    return this.#send(credentials, signal, options =>
      this.#client.getPipelines(parseEntityRef(entityRef), options),
    );
  }

  /** Details of a run, with its stages. */
  async run(
    entityRef: string,
    id: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<RunDetail> {
    return this.#send(credentials, signal, options =>
      this.#client.getRun(parseEntityRef(entityRef), id, options),
    );
  }

  async #send<T>(
    credentials: BackstageCredentials,
    signal: AbortSignal | undefined,
    request: (options: DeliveryRequestOptions) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.#token(credentials);
      try {
        return await request({ token, signal });
      } catch (error) {
        const waitMs = retryAfterMs(error);
        if (waitMs === undefined || attempt === MAX_ATTEMPTS) {
          throw describedError(error);
        }
        await sleep(waitMs, undefined, { signal });
      }
    }
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
        `Cannot act on behalf of the user who runs the template: ${isError(error) ? error.message : error}. The sign-in of the user may have ended: sign in and start the task again. The task continues with this step.`,
      );
    }
  }
}

/** The error of a response, with the message of the delivery plugin. */
function describedError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  const { message } = error.cause;
  const { refusals } = error.body.error;
  return Object.assign(
    error.statusCode >= 500 || error.statusCode === 429
      ? new ServiceUnavailableError(message)
      : new Error(message),
    { problem: problemOf(error), ...(refusals && { refusals }) },
  );
}
