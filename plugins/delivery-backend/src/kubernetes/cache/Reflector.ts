import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type { Clock, Sync } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import {
  ClusterAnswerError,
  ResourceAbsentError,
  ResourceExpiredError,
  ResourceForbiddenError,
} from './ClusterAnswerError';
import { listPages } from './listPages';
import { currentVersion, isBefore } from './resourceVersion';
import { watchEvents } from './watchEvents';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** How often is looked whether a kind that a cluster lacked is there. */
const RETRY_ABSENT_MS = 30_000;
/** After so long without a word, what came before says nothing about what is. */
const HISTORY_EXPIRY_MS = 150_000;
/** A watch that ends sooner than this did not work, however it ended. */
const BRIEF_WATCH_MS = 1_000;

/** How fresh a reflection is; never `refused`, which is between portal and viewer. */
export type ReflectorSync = Sync & {
  state: 'syncing' | 'synced' | 'stale' | 'failed';
  /** The cluster keeps the kind from the portal */
  isForbidden?: boolean;
};

/** Takes what a reflector reads. Each call leaves it consistent. */
export interface ReflectorTarget<T> {
  /** All there is, after a list */
  replace(records: T[]): void;
  upsert(record: T): void;
  remove(uid: string): void;
  setSync(sync: ReflectorSync): void;
}

/** Hears what a reflector does, for metrics. */
export interface ReflectorObserver {
  listed(): void;
  received(): void;
  /** An object that does not look like its kind, and was left out */
  skipped(): void;
}

/** What a reflector reflects, and into what. */
export interface ReflectorOptions<T> {
  access: ClusterAccess;
  cluster: string;
  /** Plural, as permissions name it */
  resource: string;
  path: string;
  /** Undefined for an object that is not wanted; always so or never */
  project(object: unknown): T | undefined;
  target: ReflectorTarget<T>;
  /** Whether a cluster may lack the kind: then it has none of it */
  isOptional?: boolean;
  observer: ReflectorObserver;
  clock: Clock;
  /** From 0 to 1 */
  random(): number;
  logger: LoggerService;
  /** Objects asked for at a time */
  pageSize?: number;
  /** Milliseconds without a byte after which a connection counts as dead */
  silenceLimitMs?: number;
}

/**
 * Keeps a target equal to one kind of object of one cluster: lists, then
 * watches from there, and lists again only when the API server no longer knows
 * where that was. What it read stays when the cluster goes away.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export class Reflector<T extends { uid: string }> {
  readonly #options: Required<ReflectorOptions<T>>;
  #resourceVersion: string | undefined;
  #lastHeard: number | undefined;
  #sync: ReflectorSync | undefined;
  #failures = 0;
  #briefWatches = 0;

  static create<T extends { uid: string }>(
    options: ReflectorOptions<T>,
  ): Reflector<T> {
    return new Reflector({
      pageSize: 500,
      // The API server sends a bookmark about every minute on a quiet watch.
      silenceLimitMs: 75_000,
      isOptional: false,
      ...options,
    });
  }

  private constructor(options: Required<ReflectorOptions<T>>) {
    this.#options = options;
  }

  /** Reflects until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    this.#setSync('syncing');
    while (!signal.aborted) {
      const startedAt = this.#options.clock.now();
      try {
        await this.#reflect(signal);
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, startedAt, signal);
      }
    }
  }

  /** One list, if it is due, and one watch to its end. */
  async #reflect(signal: AbortSignal): Promise<void> {
    if (this.#resourceVersion !== undefined) {
      await this.#checkHistory(this.#resourceVersion, signal);
    }
    if (this.#resourceVersion === undefined) {
      this.#resourceVersion = await this.#list(signal);
      this.#setSync('synced');
    }
    const startedAt = this.#options.clock.now();
    await this.#watch(this.#resourceVersion, signal);
    const isBrief = this.#options.clock.now() - startedAt < BRIEF_WATCH_MS;
    this.#briefWatches = isBrief ? this.#briefWatches + 1 : 0;
    if (isBrief) await this.#pause(backoff(this.#briefWatches), signal);
  }

  /**
   * An API server whose data were put back to an earlier state, or which has
   * others, accepts a watch from a version that it has yet to reach, and says
   * nothing on it. After a long silence its own may have passed ours again.
   */
  async #checkHistory(ours: string, signal: AbortSignal): Promise<void> {
    const { cluster, resource, clock, logger } = this.#options;
    const silentFor = clock.now() - (this.#lastHeard ?? 0);
    if (silentFor < HISTORY_EXPIRY_MS) {
      const theirs = await currentVersion({ ...this.#options, signal });
      if (!isBefore(theirs, ours)) return;
      logger.warn(
        `Listing ${resource} of cluster '${cluster}' again: it is at resource version ${theirs}, before ${ours} that it was at; were its data put back?`,
      );
    }
    this.#resourceVersion = undefined;
  }

  async #list(signal: AbortSignal): Promise<string> {
    const records: T[] = [];
    let resourceVersion = '';
    for await (const page of listPages({ ...this.#options, signal })) {
      for (const item of page.items) {
        const record = this.#project(item);
        if (record) records.push(record);
      }
      resourceVersion = page.resourceVersion;
    }
    this.#options.target.replace(records);
    this.#options.observer.listed();
    this.#heard();
    return resourceVersion;
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<void> {
    const { target, observer, random } = this.#options;
    const events = watchEvents({
      ...this.#options,
      resourceVersion,
      // Apart from each other, so that not all watches come back at once.
      timeoutSeconds: Math.round(240 + 60 * random()),
      signal,
      onOpen: () => {
        this.#heard();
        this.#setSync('synced');
      },
    });
    for await (const event of events) {
      this.#heard();
      if (event.type !== 'BOOKMARK') {
        observer.received();
        const record = this.#project(event.object);
        if (record && event.type === 'DELETED') target.remove(record.uid);
        else if (record) target.upsert(record);
      }
      this.#resourceVersion = event.resourceVersion;
    }
  }

  async #recover(
    error: unknown,
    startedAt: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, logger, cluster, resource } = this.#options;
    this.#failures += 1;
    if (error instanceof ResourceExpiredError) {
      this.#resourceVersion = undefined;
      logger.info(
        `Listing ${resource} of cluster '${cluster}' again: ${error.message}`,
      );
      await this.#pause(
        this.#failures > 1 ? backoff(this.#failures) : 0,
        signal,
      );
      return;
    }
    if (error instanceof ResourceAbsentError && this.#options.isOptional) {
      this.#resourceVersion = undefined;
      this.#options.target.replace([]);
      this.#heard();
      this.#setSync('synced');
      await this.#pause(RETRY_ABSENT_MS, signal);
      return;
    }
    const wasWorking =
      this.#sync?.state === 'synced' &&
      clock.now() - startedAt >= BRIEF_WATCH_MS;
    if (wasWorking) {
      // A connection that broke after a time of service is taken up again
      // before anybody is told.
      this.#failures = 0;
      await this.#pause(MIN_BACKOFF_MS / 2, signal);
      return;
    }
    const message = stringifyMessage(error);
    if (this.#sync?.message !== message) {
      logger.warn(
        `Cannot watch ${resource} of cluster '${cluster}': ${message}`,
      );
    }
    this.#setSync(this.#lastHeard === undefined ? 'failed' : 'stale', {
      message,
      isForbidden: error instanceof ResourceForbiddenError,
    });
    const asked = error instanceof ClusterAnswerError ? error.retryAfter : 0;
    await this.#pause(
      Math.max(backoff(this.#failures), (asked ?? 0) * 1000),
      signal,
    );
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    await clock.delay(milliseconds * (0.5 + random() / 2), signal);
  }

  #project(object: unknown): T | undefined {
    try {
      return this.#options.project(object);
    } catch (error) {
      const { logger, observer, cluster, resource } = this.#options;
      observer.skipped();
      logger.warn(
        `Left out one of the ${resource} of cluster '${cluster}' that does not look like its kind: ${nameOf(
          object,
        )}: ${stringifyMessage(error)}`,
      );
      return undefined;
    }
  }

  #heard(): void {
    this.#lastHeard = this.#options.clock.now();
  }

  #setSync(
    state: ReflectorSync['state'],
    why: Pick<ReflectorSync, 'message' | 'isForbidden'> = {},
  ): void {
    const { message } = why;
    if (this.#sync?.state === state && this.#sync.message === message) return;
    const isSame = this.#sync?.state === state;
    const at =
      state === 'stale' && this.#lastHeard !== undefined
        ? this.#lastHeard
        : this.#options.clock.now();
    this.#sync = {
      state,
      since:
        isSame && this.#sync ? this.#sync.since : new Date(at).toISOString(),
      ...why,
    };
    this.#options.target.setSync(this.#sync);
  }
}

function backoff(failures: number): number {
  return Math.min(
    MIN_BACKOFF_MS * 2 ** Math.min(failures - 1, 10),
    MAX_BACKOFF_MS,
  );
}

function stringifyMessage(error: unknown): string {
  return isError(error) ? error.message : stringifyError(error);
}

function nameOf(object: unknown): string {
  const metadata =
    typeof object === 'object' && object !== null && 'metadata' in object
      ? object.metadata
      : undefined;
  if (typeof metadata !== 'object' || metadata === null) return 'no metadata';
  const { namespace, name } = metadata as Record<string, unknown>;
  return `${namespace}/${name}`;
}
