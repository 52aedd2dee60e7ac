import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type { Response } from 'express';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { StreamMessage } from '../services';

const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 60_000;
/** An answer that does not come must not keep a stream open */
const CHECK_TIMEOUT_MS = 15_000;
/** Bytes that may wait for a slow viewer before it is dropped */
const MAX_BACKLOG = 8 * 1024 * 1024;
/** Errors that are an answer to who asked. */
const CLIENT_ERRORS = [
  'AuthenticationError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
];

/** What one topic sends, and until when. */
export interface StreamOptions {
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

  /**
   * One topic. Resolves when the stream has ended.
   *
   * @param expiresAt - when the viewer's credentials end, and the stream with them
   */
  async serve(
    res: Response,
    topic: StreamOptions,
    expiresAt: Date | undefined,
  ): Promise<void> {
    const ended = this.#begin(res);
    const unsubscribe = topic.subscribe(({ id, data }) =>
      this.#write(res, `id: ${id}\ndata: ${data}\n\n`),
    );
    try {
      const isStillAllowed = () => topic.isStillAllowed();
      await this.#keepOpen(res, { expiresAt, isStillAllowed }, ended);
    } finally {
      unsubscribe();
      res.end();
    }
  }

  /**
   * Any number of topics, each as soon as it opens. The events of the first are
   * named `0`; `0-error` says why it could not be opened. Where one may not be
   * followed any more, all end. Resolves when the stream has ended.
   */
  async serveAll(
    res: Response,
    opening: (() => Promise<StreamOptions>)[],
    expiresAt: Date | undefined,
  ): Promise<void> {
    const ended = this.#begin(res);
    const opened: StreamOptions[] = [];
    const leaving: (() => void)[] = [];
    opening.forEach(async (open, index) => {
      try {
        const topic = await open();
        if (ended.aborted) return;
        opened.push(topic);
        leaving.push(
          topic.subscribe(({ id, data }) =>
            this.#write(res, `event: ${index}\nid: ${id}\ndata: ${data}\n\n`),
          ),
        );
      } catch (error) {
        const data = JSON.stringify(this.#refusal(error));
        this.#write(res, `event: ${index}-error\ndata: ${data}\n\n`);
      }
    });
    const isStillAllowed = async () => {
      const answers = opened.map(topic => topic.isStillAllowed());
      return (await Promise.all(answers)).every(Boolean);
    };
    try {
      await this.#keepOpen(res, { expiresAt, isStillAllowed }, ended);
    } finally {
      leaving.forEach(leave => leave());
      res.end();
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopped.abort();
  }

  /** @returns what aborts when the viewer is gone, or no stream may go on */
  #begin(res: Response): AbortSignal {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Without no-transform, compression would hold events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    return AbortSignal.any([gone.signal, this.#stopped.signal]);
  }

  /** As the portal's error handler answers: what is not the viewer's doing is not told. */
  #refusal(error: unknown): { name: string; message: string } {
    if (isError(error) && CLIENT_ERRORS.includes(error.name)) {
      return { name: error.name, message: error.message };
    }
    this.#logger.error(`A topic could not be opened: ${stringifyError(error)}`);
    return { name: 'Error', message: 'The portal failed; its log tells why' };
  }

  async #keepOpen(
    res: Response,
    {
      expiresAt,
      isStillAllowed,
    }: { expiresAt: Date | undefined; isStillAllowed(): Promise<boolean> },
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
