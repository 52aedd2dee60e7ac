import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  applyWorkloadsEvent,
  Backoff,
  DeliveryApiClient,
  StreamError,
  workloadsEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  DeployedWorkloads,
} from '@fairway/backstage-plugin-delivery-common';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Follows the workloads of the delivery plugin, which may run in another backend.
 * It resumes after the last received event when the connection breaks, and keeps
 * the known workloads until then.
 */
export class WorkloadStreamClient {
  readonly #options: Parameters<typeof WorkloadStreamClient.create>[0];
  readonly #client: DeliveryApiClient;
  #workloads: DeployedWorkloads | undefined;
  #lastEventId: string | undefined;
  #warning: string | undefined;
  readonly #backoff = Backoff.create({
    minMs: MIN_BACKOFF_MS,
    maxMs: MAX_BACKOFF_MS,
  });

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    logger: LoggerService;
    clock: Clock;
  }): WorkloadStreamClient {
    return new WorkloadStreamClient(options);
  }

  private constructor(
    options: Parameters<typeof WorkloadStreamClient.create>[0],
  ) {
    this.#options = options;
    this.#client = DeliveryApiClient.create({
      discoveryApi: options.discovery,
      clock: options.clock,
    });
  }

  /** The last known workloads; undefined before the first snapshot. */
  workloads(): DeployedWorkloads | undefined {
    return this.#workloads;
  }

  /** Follows the workloads and reports each change, until the signal aborts; never throws. */
  async run(onChange: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let retryMs = 0;
      try {
        await this.#follow(onChange, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof StreamError) retryMs = error.retryAfterMs ?? 0;
        this.#warnOnce(isError(error) ? error.message : String(error));
      }
      await this.#options.clock.delay(
        Math.max(this.#backoff.next(), retryMs),
        signal,
      );
    }
  }

  async #follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    const { auth } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'delivery',
    });
    const messages = this.#client.streamWorkloads(this.#lastEventId, {
      token,
      signal,
    });
    for await (const message of messages) {
      if (message.type === 'event') this.#apply(message, onChange);
    }
  }

  #apply(
    { id, data }: { id?: string; data: string },
    onChange: () => void,
  ): void {
    // After an event that is not valid, the stream starts again with a snapshot.
    this.#lastEventId = undefined;
    const event = workloadsEventSchema.parse(JSON.parse(data));
    this.#workloads = applyWorkloadsEvent(this.#workloads, event);
    this.#lastEventId = id;
    this.#warning = undefined;
    this.#backoff.reset();
    onChange();
  }

  /** Logs a warning once, not at each attempt. */
  #warnOnce(message: string): void {
    if (this.#warning === message) return;
    this.#warning = message;
    this.#options.logger.warn(
      `Cannot read the workloads of the delivery plugin; the catalog keeps the known workloads: ${message}`,
    );
  }
}
