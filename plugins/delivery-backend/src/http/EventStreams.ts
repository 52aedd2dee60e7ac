import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type { Response } from 'express';
import {
  problemOf,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';
import type { StreamMessage } from '../services';
import { abortOnClose } from './abortOnClose';

const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 60_000;
/** A check of the access that takes longer ends the stream */
const CHECK_TIMEOUT_MS = 15_000;
/** Bytes that may wait for a slow client before its connection is closed */
const MAX_BACKLOG = 8 * 1024 * 1024;
/** Names of errors whose messages are for the client. */
const CLIENT_ERRORS = [
  'AuthenticationError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
];

/** One topic of a stream, for one caller. */
export interface StreamOptions {
  subscribe(send: (message: StreamMessage) => void): () => void;
  /**
   * Applies the caller's current permissions to what the topic sends; called every
   * minute, the first time within one.
   * @returns whether the caller may still follow the topic; false, an error or no
   * result ends the stream
   */
  refreshAccess(): Promise<boolean>;
}

/**
 * Sends server-sent events. The end of a stream is not a failure: the client
 * connects again with new credentials and the ID of the last event.
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
    /** Random number from 0 to 1 */
    random: () => number;
    logger: LoggerService;
    /** Called when the connection of a slow client is closed */
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
   * Sends one topic. Resolves when the stream has ended.
   *
   * @param expiresAt - time when the caller's credentials expire and the stream ends
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
      const refreshAccess = () => topic.refreshAccess();
      await this.#keepOpen(res, { expiresAt, refreshAccess }, ended);
    } finally {
      unsubscribe();
      res.end();
    }
  }

  /**
   * Sends several topics, each as soon as it opens. The events of the first topic
   * are named `0`; `0-error` says why it cannot be opened. When the caller may not
   * follow one of them any more, the stream ends. Resolves when it has ended.
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
    const refreshAccess = async () => {
      const answers = opened.map(topic => topic.refreshAccess());
      return (await Promise.all(answers)).every(Boolean);
    };
    try {
      await this.#keepOpen(res, { expiresAt, refreshAccess }, ended);
    } finally {
      leaving.forEach(leave => leave());
      res.end();
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopped.abort();
  }

  /** @returns a signal that aborts when the client disconnects or all streams end */
  #begin(res: Response): AbortSignal {
    const gone = abortOnClose(res);
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Without no-transform, compression would hold events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    return AbortSignal.any([gone, this.#stopped.signal]);
  }

  /** The error for the client, as Backstage's error handler answers: internal errors are not sent. */
  #refusal(error: unknown): {
    name: string;
    message: string;
    problem: CodedMessage;
  } {
    if (isError(error) && CLIENT_ERRORS.includes(error.name)) {
      const { name, message } = error;
      return { name, message, problem: problemOf(error) };
    }
    this.#logger.error(
      `Cannot open a topic of an event stream: ${stringifyError(error)}`,
    );
    const problem = requestProblem('internalError');
    return { name: 'Error', message: problem.message, problem };
  }

  async #keepOpen(
    res: Response,
    {
      expiresAt,
      refreshAccess,
    }: { expiresAt: Date | undefined; refreshAccess(): Promise<boolean> },
    ended: AbortSignal,
  ): Promise<void> {
    const end = expiresAt?.getTime() ?? Infinity;
    // Many clients connect at the same time after a restart. Spread their checks
    // and heartbeats over time.
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
        if (!(await this.#check(refreshAccess, ended))) return;
      }
      this.#write(res, ': heartbeat\n\n');
    }
  }

  async #check(
    refreshAccess: () => Promise<boolean>,
    ended: AbortSignal,
  ): Promise<boolean> {
    const answered = new AbortController();
    const inVain = this.#clock
      .delay(CHECK_TIMEOUT_MS, AbortSignal.any([ended, answered.signal]))
      .then(() => false);
    try {
      return await Promise.race([refreshAccess(), inVain]);
    } catch (error) {
      this.#logger.debug(
        `An event stream ends because its access check failed: ${stringifyError(error)}`,
      );
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
