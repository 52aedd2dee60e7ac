import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ResponseError, isError } from '@backstage/errors';
import {
  applyWorkloadsEvent,
  workloadsEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkloads } from '@fairway/backstage-plugin-delivery-common';
import { createParser } from 'eventsource-parser';
import type { Clock } from './Clock';

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
  #backoff = MIN_BACKOFF_MS;

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
      await this.#options.clock.delay(this.#backoff, signal);
      this.#backoff = Math.min(2 * this.#backoff, MAX_BACKOFF_MS);
    }
  }

  async #follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    const { auth, discovery, clock } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'delivery',
    });
    const silent = new AbortController();
    let heard = new AbortController();
    const watchSilence = () => {
      heard.abort();
      const waiting = new AbortController();
      heard = waiting;
      const either = AbortSignal.any([signal, waiting.signal]);
      clock.delay(SILENCE_LIMIT_MS, either).then(() => {
        if (!either.aborted) silent.abort(new Error('It fell silent'));
      });
    };
    watchSilence();
    try {
      const response = await fetch(
        `${await discovery.getBaseUrl('delivery')}/v1/workloads/stream`,
        {
          signal: AbortSignal.any([signal, silent.signal]),
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'text/event-stream',
            ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
          },
        },
      );
      if (!response.ok) throw await ResponseError.fromResponse(response);
      await this.#read(response, { onHeard: watchSilence, onChange });
    } finally {
      heard.abort();
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
        this.#backoff = MIN_BACKOFF_MS;
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
