import {
  Backoff,
  Coalescer,
  StreamError,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  StreamMessage,
} from '@fairway/backstage-plugin-delivery-common';
import type { Interruption, Live, LiveState } from './DeliveryApi';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** Pause after the backend refused a topic or did not find it, which rarely changes. */
const FINAL_RETRY_MS = 60_000;
/** Time that a feed stays connected without listeners, so that it survives a change of the page. */
const LINGER_MS = 5_000;
/** Shortest time between two updates of the page; people cannot follow faster ones. */
const UPDATE_MS = 100;

/** Visibility of the page to the user. */
export interface Visibility {
  isVisible(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Options of a {@link LiveFeed}. */
export interface LiveFeedOptions<T> {
  /** Opens the stream; resumes it after the last received event */
  connect(
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage>;
  /**
   * Computes the value after an event.
   * @throws Error when the event is not valid, or is a patch and there is no value to patch
   */
  apply(known: T | undefined, event: unknown): T;
  /** Called once, some seconds after the last listener has unsubscribed */
  onStop(): void;
  clock: Clock;
  visibility: Visibility;
  /** Source of jitter, from 0 to 1 */
  random(): number;
}

/**
 * A live value that is built from the events of a stream. While it has listeners
 * and the page is visible, it stays connected, and reconnects with growing pauses.
 */
export class LiveFeed<T> implements Live<T> {
  readonly #options: LiveFeedOptions<T>;
  readonly #listeners = new Set<() => void>();
  #state: LiveState<T> = { status: 'loading' };
  #lastEventId: string | undefined;
  readonly #backoff: Backoff;
  readonly #updates: Coalescer;
  #running: AbortController | undefined;
  #wake = new AbortController();

  static create<T>(options: LiveFeedOptions<T>): LiveFeed<T> {
    return new LiveFeed(options);
  }

  private constructor(options: LiveFeedOptions<T>) {
    this.#options = options;
    this.#backoff = Backoff.create({
      minMs: MIN_BACKOFF_MS,
      maxMs: MAX_BACKOFF_MS,
      random: options.random,
    });
    this.#updates = Coalescer.create({
      run: () => this.#listeners.forEach(listen => listen()),
      intervalMs: UPDATE_MS,
      leading: true,
      clock: options.clock,
      signal: new AbortController().signal,
    });
  }

  getState = (): LiveState<T> => this.#state;

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
    this.#backoff.reset();
    this.#wake.abort();
  };

  async #stopLater(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    await this.#options.clock.delay(LINGER_MS, running.signal);
    if (this.#listeners.size || this.#running !== running) return;
    this.#running = undefined;
    running.abort();
    this.#options.onStop();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#untilVisible(signal);
      if (signal.aborted) return;
      const connection = this.#whileVisible(signal);
      const end = await this.#read(connection.signal);
      const isPaused = connection.signal.aborted;
      connection.close();
      if (isPaused) {
        this.#lose({ cause: 'paused' });
      } else {
        await this.#pause(this.#fail(end), signal);
      }
    }
  }

  /** @returns the reason why the stream ended */
  async #read(signal: AbortSignal): Promise<StreamError> {
    try {
      for await (const message of this.#options.connect(
        this.#lastEventId,
        signal,
      )) {
        this.#receive(message);
      }
      return new StreamError('ended', '');
    } catch (error) {
      if (error instanceof StreamError) return error;
      if (signal.aborted) return new StreamError('ended', '');
      // Do not resume after an event that is not valid.
      this.#lastEventId = undefined;
      const message = error instanceof Error ? error.message : String(error);
      return new StreamError('unreadable', message);
    }
  }

  #receive(message: StreamMessage): void {
    const known = 'value' in this.#state ? this.#state.value : undefined;
    if (message.type !== 'event') {
      // A resumed stream sends no event when the client missed none.
      const isResumed = known !== undefined && this.#lastEventId !== undefined;
      if (isResumed && this.#state.status === 'reconnecting') {
        this.#set({ status: 'live', value: known });
      }
      // Opening proves too little: a stream may break off at once, each time.
      if (message.type === 'heartbeat') this.#backoff.reset();
      return;
    }
    const value = this.#options.apply(known, JSON.parse(message.data));
    this.#lastEventId = message.id;
    this.#backoff.reset();
    this.#set({ status: 'live', value });
  }

  /** @returns the milliseconds to wait */
  #fail(error: StreamError): number {
    const { kind } = error;
    if (kind === 'refused' || kind === 'not-found') {
      this.#lastEventId = undefined;
      this.#set({ status: kind, problem: problemOf(error) });
      return FINAL_RETRY_MS;
    }
    this.#lose({
      cause: kind,
      ...(error.message && { problem: problemOf(error) }),
    });
    return Math.max(this.#backoff.next(), error.retryAfterMs ?? 0);
  }

  #lose(interruption: Interruption): void {
    const state = this.#state;
    if (!('value' in state)) {
      if (interruption.cause === 'paused') return;
      this.#set({ status: 'failed', interruption });
      return;
    }
    this.#set({
      status: 'reconnecting',
      value: state.value,
      since:
        state.status === 'reconnecting'
          ? state.since
          : this.#options.clock.now(),
      interruption,
    });
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
    const looking = new AbortController();
    const unsubscribe = visibility.subscribe(() => {
      if (visibility.isVisible()) looking.abort();
    });
    await aborted(AbortSignal.any([signal, looking.signal]));
    unsubscribe();
  }

  #whileVisible(signal: AbortSignal): { signal: AbortSignal; close(): void } {
    const { visibility } = this.#options;
    const closed = new AbortController();
    const unsubscribe = visibility.subscribe(() => {
      if (!visibility.isVisible()) closed.abort();
    });
    return {
      signal: AbortSignal.any([signal, closed.signal]),
      close: () => {
        unsubscribe();
        closed.abort();
      },
    };
  }

  #set(state: LiveState<T>): void {
    const isUpdate = state.status === 'live' && this.#state.status === 'live';
    this.#state = state;
    if (isUpdate) this.#updates.request();
    else this.#updates.flush();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
