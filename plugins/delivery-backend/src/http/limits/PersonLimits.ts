import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { RequestProblemCode } from '@fairway/backstage-plugin-delivery-common';
import type { Request, RequestHandler, Response } from 'express';
import { MemoryStore, rateLimit } from 'express-rate-limit';
import type { Limits } from '../../config';
import { ConcurrencyLimit } from './ConcurrencyLimit';
import { TooManyRequestsError } from './TooManyRequestsError';

const WINDOW_MS = 60_000;
/** Time after which a person who has too much open may try again. */
const RETRY_SECONDS = 15;

const CODES: Record<keyof Limits, RequestProblemCode> = {
  streams: 'tooManyStreams',
  topics: 'tooManyTopics',
  callsPerMinute: 'tooManyCalls',
  logReadsPerMinute: 'tooManyLogReads',
  downloads: 'tooManyDownloads',
};

/** Options of {@link PersonLimits}. */
interface PersonLimitsOptions {
  httpAuth: HttpAuthService;
  limits: Limits;
  /** Called when a request is rejected, with the key of the limit */
  onReject: (limit: keyof Limits) => void;
}

/**
 * Limits what one person, or one service that calls for itself, uses of this replica.
 * A request over a limit fails with the status 429 and the header `Retry-After`.
 */
export class PersonLimits {
  readonly #options: PersonLimitsOptions;
  readonly #stores: MemoryStore[] = [];
  readonly #streams: ConcurrencyLimit;
  readonly #topics: ConcurrencyLimit;
  readonly #downloads: ConcurrencyLimit;
  readonly #logReads: RequestHandler;
  /** Counts each request; for routes that need credentials */
  readonly calls: RequestHandler;

  static create(options: PersonLimitsOptions): PersonLimits {
    return new PersonLimits(options);
  }

  private constructor(options: PersonLimitsOptions) {
    const { limits } = options;
    this.#options = options;
    this.#streams = ConcurrencyLimit.create(limits.streams);
    this.#topics = ConcurrencyLimit.create(limits.topics);
    this.#downloads = ConcurrencyLimit.create(limits.downloads);
    this.calls = this.#perMinute('callsPerMinute');
    this.#logReads = this.#perMinute('logReadsPerMinute');
  }

  /**
   * Counts a log read that reaches a CI server.
   *
   * @throws TooManyRequestsError
   */
  async countLogRead(req: Request, res: Response): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#logReads(req, res, error => (error ? reject(error) : resolve()));
    });
  }

  /**
   * Counts an event stream with its topics, until the returned function is called.
   *
   * @throws TooManyRequestsError
   */
  async openStream(
    req: Request,
    res: Response,
    topics: number,
  ): Promise<() => void> {
    const person = await this.#personOf(req);
    const closeStream = this.#streams.acquire(person, 1);
    if (!closeStream) throw this.#reject(res, 'streams', RETRY_SECONDS);
    const closeTopics = this.#topics.acquire(person, topics);
    if (!closeTopics) {
      closeStream();
      throw this.#reject(res, 'topics', RETRY_SECONDS);
    }
    return () => {
      closeStream();
      closeTopics();
    };
  }

  /**
   * Counts a download, until the returned function is called.
   *
   * @throws TooManyRequestsError
   */
  async openDownload(req: Request, res: Response): Promise<() => void> {
    const close = this.#downloads.acquire(await this.#personOf(req), 1);
    if (!close) throw this.#reject(res, 'downloads', RETRY_SECONDS);
    return close;
  }

  /** Number of people who have a stream or a download open. */
  get people(): number {
    return this.#streams.people + this.#downloads.people;
  }

  /** Releases the timers. */
  stop(): void {
    this.#stores.forEach(store => store.shutdown());
  }

  #perMinute(key: 'callsPerMinute' | 'logReadsPerMinute'): RequestHandler {
    // The store forgets people who sent no request for a minute.
    const store = new MemoryStore();
    this.#stores.push(store);
    return rateLimit({
      windowMs: WINDOW_MS,
      limit: this.#options.limits[key],
      identifier: key,
      legacyHeaders: false,
      standardHeaders: 'draft-8',
      keyGenerator: req => this.#personOf(req),
      store,
      handler: (_, res, next) => {
        // It is 0 at the end of the minute.
        const seconds = Math.max(1, Number(res.getHeader('retry-after')));
        next(this.#reject(res, key, seconds));
      },
    });
  }

  async #personOf(req: Request): Promise<string> {
    const { principal } = await this.#options.httpAuth.credentials(req, {
      // Without credentials only if the portal's configuration turns authentication off.
      allow: ['user', 'service', 'none'],
    });
    switch (principal.type) {
      case 'user':
        return principal.userEntityRef;
      case 'service':
        return principal.subject;
      default:
        return principal.type;
    }
  }

  #reject(res: Response, key: keyof Limits, seconds: number): Error {
    const { limits, onReject } = this.#options;
    onReject(key);
    res.set('retry-after', String(seconds));
    return problemError(
      TooManyRequestsError,
      requestProblem(CODES[key], {
        limit: limits[key],
        seconds,
        setting: `delivery.limits.${key}`,
      }),
    );
  }
}
