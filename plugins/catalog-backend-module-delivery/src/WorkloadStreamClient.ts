import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ResponseError, isError } from '@backstage/errors';
import {
  applyWorkloadsEvent,
  Backoff,
  SilenceWatchdog,
  workloadsEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  DeployedWorkloads,
} from '@fairway/backstage-plugin-delivery-common';
import { createParser } from 'eventsource-parser';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** The backend sends a heartbeat every 15 s. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * Follows `GET /workloads/stream` of the delivery plugin, which may be a backend
 * of its own: it goes on after what it received when the connection breaks, and
 * keeps what it has until then.
 */
export class WorkloadStreamClient {
  readonly #options: Parameters<typeof WorkloadStreamClient.create>[0];
  #workloads: DeployedWorkloads | undefined;
  #lastEventId: string | undefined;
  #complaint: string | undefined;
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
  }

  /** As they were told last; undefined before the first time. */
  workloads(): DeployedWorkloads | undefined {
    return this.#workloads;
  }

  /** Follows, and tells of each change, until the signal aborts; never throws. */
  async run(onChange: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(onChange, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#warnOnce(isError(error) ? error.message : String(error));
      }
      await this.#options.clock.delay(this.#backoff.next(), signal);
    }
  }

  async #follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    const { auth, discovery, clock } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'delivery',
    });
    const watchdog = SilenceWatchdog.start({
      clock,
      limitMs: SILENCE_LIMIT_MS,
      signal,
    });
    try {
      const response = await fetch(
        `${await discovery.getBaseUrl('delivery')}/v1/workloads/stream`,
        {
          signal: watchdog.signal,
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'text/event-stream',
            ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
          },
        },
      );
      if (!response.ok) throw await ResponseError.fromResponse(response);
      await this.#read(response, { onHeard: () => watchdog.heard(), onChange });
    } catch (error) {
      throw watchdog.isSilent
        ? new Error(
            `The stream sent nothing for ${SILENCE_LIMIT_MS / 1000} seconds`,
          )
        : error;
    } finally {
      watchdog.stop();
    }
  }

  async #read(
    response: Response,
    { onHeard, onChange }: { onHeard(): void; onChange(): void },
  ): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, data }) => {
        // After what cannot be read, all is asked for anew.
        this.#lastEventId = undefined;
        const event = workloadsEventSchema.parse(JSON.parse(data));
        this.#workloads = applyWorkloadsEvent(this.#workloads, event);
        this.#lastEventId = id;
        this.#complaint = undefined;
        this.#backoff.reset();
        onChange();
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      onHeard();
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
  }

  // Once, not at every attempt.
  #warnOnce(message: string): void {
    if (this.#complaint === message) return;
    this.#complaint = message;
    this.#options.logger.warn(
      `Cannot follow the workloads of the delivery plugin; the catalog keeps what was found: ${message}`,
    );
  }
}
