import {
  applyDeliveryEvent,
  deliveryEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryFeed, DeliveryState } from './DeliveryApi';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** Refused or missing may change, but nobody waits for it in front of the page. */
const FINAL_RETRY_MS = 60_000;
/** How long a feed goes on without listeners, as on the way from tab to tab. */
const LINGER_MS = 5_000;

/** One server-sent event. */
export interface StreamMessage {
  id?: string;
  data: string;
}

/** Why a stream cannot be had, where that is known. */
export class StreamError extends Error {
  readonly kind: 'refused' | 'not-found' | 'unavailable';

  constructor(kind: StreamError['kind'], message: string) {
    super(message);
    this.name = 'StreamError';
    this.kind = kind;
  }
}

/** Time, as a feed needs it. */
export interface FeedClock {
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Whether somebody can see the page. */
export interface Visibility {
  isVisible(): boolean;
  subscribe(listener: () => void): () => void;
}

/** What a feed is made of. */
export interface LiveFeedOptions {
  /** Opens the stream, after the event that was last received */
  connect(
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage>;
  clock: FeedClock;
  visibility: Visibility;
  /** From 0 to 1 */
  random(): number;
}

/**
 * Follows one stream while somebody listens and looks: connects, applies what
 * comes, reconnects with growing pauses, and lets go of the stream while the
 * page is hidden.
 */
export class LiveFeed implements DeliveryFeed {
  readonly #options: LiveFeedOptions;
  readonly #listeners = new Set<() => void>();
  #state: DeliveryState = { status: 'loading' };
  #lastEventId: string | undefined;
  #failures = 0;
  #running: AbortController | undefined;
  #wake = new AbortController();

  static create(options: LiveFeedOptions): LiveFeed {
    return new LiveFeed(options);
  }

  private constructor(options: LiveFeedOptions) {
    this.#options = options;
  }

  getState = (): DeliveryState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#running) {
      this.#running = new AbortController();
      this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) this.#stopLater();
    };
  };

  retry = (): void => {
    this.#failures = 0;
    this.#wake.abort();
  };

  async #stopLater(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    await this.#options.clock.delay(LINGER_MS, running.signal);
    if (!this.#listeners.size && this.#running === running) {
      this.#running = undefined;
      running.abort();
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#untilVisible(signal);
      if (signal.aborted) return;
      const connection = this.#whileVisible(signal);
      try {
        await this.#read(connection.signal);
        // Ended in peace, as when the credentials expire.
        await this.#pause(MIN_BACKOFF_MS, signal);
      } catch (error) {
        if (connection.signal.aborted) continue;
        await this.#pause(this.#fail(error), signal);
      } finally {
        connection.end();
      }
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const stream = this.#options.connect(this.#lastEventId, signal);
    for await (const { id, data } of stream) {
      const event = deliveryEventSchema.parse(JSON.parse(data));
      const known =
        'delivery' in this.#state ? this.#state.delivery : undefined;
      const delivery = applyDeliveryEvent(known, event);
      if (!delivery) throw new Error('The stream began in the middle');
      this.#lastEventId = id;
      this.#failures = 0;
      this.#set({ status: 'live', delivery });
    }
  }

  /** @returns the milliseconds to wait */
  #fail(error: unknown): number {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof StreamError && error.kind !== 'unavailable') {
      this.#lastEventId = undefined;
      this.#set({ status: error.kind, reason });
      return FINAL_RETRY_MS;
    }
    if (!(error instanceof StreamError)) {
      // What came cannot be understood, so nothing can be built on it.
      this.#lastEventId = undefined;
    }
    const state = this.#state;
    if ('delivery' in state) {
      const since =
        state.status === 'reconnecting'
          ? state.since
          : this.#options.clock.now();
      const { delivery } = state;
      this.#set({ status: 'reconnecting', delivery, since, reason });
    } else {
      this.#set({ status: 'failed', reason });
    }
    this.#failures += 1;
    const backoff = MIN_BACKOFF_MS * 2 ** Math.min(this.#failures - 1, 10);
    return (
      Math.min(backoff, MAX_BACKOFF_MS) * (0.5 + this.#options.random() / 2)
    );
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#wake = new AbortController();
    await this.#options.clock.delay(
      milliseconds,
      AbortSignal.any([signal, this.#wake.signal]),
    );
  }

  async #untilVisible(signal: AbortSignal): Promise<void> {
    const { visibility } = this.#options;
    if (visibility.isVisible()) return;
    await new Promise<void>(resolve => {
      const check = () => {
        if (!visibility.isVisible() && !signal.aborted) return;
        unsubscribe();
        signal.removeEventListener('abort', check);
        resolve();
      };
      const unsubscribe = visibility.subscribe(check);
      signal.addEventListener('abort', check);
    });
  }

  #whileVisible(signal: AbortSignal): { signal: AbortSignal; end(): void } {
    const { visibility } = this.#options;
    const hidden = new AbortController();
    const unsubscribe = visibility.subscribe(() => {
      if (!visibility.isVisible()) hidden.abort();
    });
    return {
      signal: AbortSignal.any([signal, hidden.signal]),
      end: () => {
        unsubscribe();
        hidden.abort();
      },
    };
  }

  #set(state: DeliveryState): void {
    this.#state = state;
    this.#listeners.forEach(listen => listen());
  }
}
