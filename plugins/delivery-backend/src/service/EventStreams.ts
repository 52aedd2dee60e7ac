import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Response } from 'express';
import type { Clock } from '../Clock';
import type { StreamMessage } from '../hub/EventLog';

const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 60_000;
/** An answer that does not come must not keep a stream open */
const CHECK_TIMEOUT_MS = 15_000;
/** Bytes that may wait for a slow viewer before it is dropped */
const MAX_BACKLOG = 8 * 1024 * 1024;

/** What one stream sends, and until when. */
export interface StreamOptions {
  /** When the viewer's credentials end, and the stream with them */
  expiresAt?: Date;
  subscribe(send: (message: StreamMessage) => void): () => void;
  /** Asked every minute, the first time within one; false, a failure or no answer ends the stream */
  isStillAllowed(): Promise<boolean>;
}

/**
 * Serves server-sent events to viewers. A stream that ends is no failure: its
 * viewer comes back with new credentials and the last event's id.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStreams {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #logger: LoggerService;
  readonly #onDrop: () => void;
  readonly #stopped = new AbortController();

  static create(options: {
    clock: Clock;
    /** From 0 to 1 */
    random: () => number;
    logger: LoggerService;
    /** A viewer was dropped for being too slow */
    onDrop: () => void;
  }): EventStreams {
    return new EventStreams(options);
  }

  private constructor(options: Parameters<typeof EventStreams.create>[0]) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#logger = options.logger;
    this.#onDrop = options.onDrop;
  }

  /** Resolves when the stream has ended. */
  async serve(res: Response, options: StreamOptions): Promise<void> {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const ended = AbortSignal.any([gone.signal, this.#stopped.signal]);
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Without no-transform, compression would hold events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    const unsubscribe = options.subscribe(({ id, data }) =>
      this.#write(res, `id: ${id}\ndata: ${data}\n\n`),
    );
    try {
      await this.#keepOpen(res, options, ended);
    } finally {
      unsubscribe();
      res.end();
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopped.abort();
  }

  async #keepOpen(
    res: Response,
    { expiresAt, isStillAllowed }: StreamOptions,
    ended: AbortSignal,
  ): Promise<void> {
    const end = expiresAt?.getTime() ?? Infinity;
    // Many come at once, after a restart or in the morning; they are not to ask
    // at once every minute from then on.
    const ahead = this.#random();
    let checkedAt = this.#clock.now() - ahead * RECHECK_MS;
    let untilHeartbeat = (1 - ahead) * HEARTBEAT_MS;
    while (!ended.aborted) {
      const left = end - this.#clock.now();
      if (left <= 0) return;
      await this.#clock.delay(Math.min(untilHeartbeat, left), ended);
      untilHeartbeat = HEARTBEAT_MS;
      if (ended.aborted) return;
      if (this.#clock.now() - checkedAt >= RECHECK_MS) {
        checkedAt = this.#clock.now();
        if (!(await this.#check(isStillAllowed, ended))) return;
      }
      this.#write(res, ': heartbeat\n\n');
    }
  }

  async #check(
    isStillAllowed: () => Promise<boolean>,
    ended: AbortSignal,
  ): Promise<boolean> {
    const answered = new AbortController();
    const inVain = this.#clock
      .delay(CHECK_TIMEOUT_MS, AbortSignal.any([ended, answered.signal]))
      .then(() => false);
    try {
      return await Promise.race([isStillAllowed(), inVain]);
    } catch (error) {
      this.#logger.debug(`A stream ends: ${stringifyError(error)}`);
      return false;
    } finally {
      answered.abort();
    }
  }

  #write(res: Response, text: string): void {
    if (res.destroyed) return;
    if (res.writableLength > MAX_BACKLOG) {
      this.#onDrop();
      res.destroy();
      return;
    }
    res.write(text);
  }
}
