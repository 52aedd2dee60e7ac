import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { Backoff } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterAccess } from '../access/ClusterAccess';
import { BriefWatchError, ClusterRestoredError } from './ClusterAnswerError';
import { BRIEF_WATCH_MS, classifyFailure } from './classifyFailure';
import { currentVersion, listObjects } from './listObjects';
import type {
  ReflectorObserver,
  ReflectorSync,
  ReflectorTarget,
} from './ReflectorTarget';
import { isBefore } from './resourceVersion';
import { watchEvents } from './watchEvents';

/**
 * Silence after which a resource version is not used any more. The resource
 * versions of a restored cluster may have passed it.
 */
const HISTORY_EXPIRY_MS = 150_000;

const namedSchema = z.object({
  metadata: z.object({ namespace: z.string().optional(), name: z.string() }),
});

/** Options of a {@link Reflector}. */
export interface ReflectorOptions<T> {
  access: ClusterAccess;
  cluster: string;
  /** Plural name of the kind, as permissions have it */
  resource: string;
  /** API path that lists and watches the kind */
  path: string;
  /**
   * Record of an object; undefined for an object that is not kept. The answer
   * for an object never changes between the two.
   */
  project(object: unknown): T | undefined;
  target: ReflectorTarget<T>;
  /** Whether a cluster may lack the kind: it then has no objects of it */
  isOptional?: boolean;
  observer: ReflectorObserver;
  clock: Clock;
  /** Source of jitter, from 0 to 1 */
  random(): number;
  logger: LoggerService;
  /** Number of objects in a page of a list */
  pageSize?: number;
  /** Milliseconds without a byte after which a connection counts as dead */
  silenceLimitMs?: number;
  /**
   * Whether the first list may come from the watch cache of the API server
   * (`resourceVersion=0`), which costs etcd nothing but is not paged; true if
   * omitted
   */
  listsFromWatchCache?: boolean;
}

/**
 * Keeps a target equal to one kind of object of one cluster. It lists, then
 * watches from the resource version of the list, and lists again only when that
 * version is of no use any more. The records stay while the cluster cannot be
 * read.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export class Reflector<T extends { uid: string }> {
  readonly #options: Required<ReflectorOptions<T>>;
  readonly #backoff: Backoff;
  #resourceVersion: string | undefined;
  #isFirstList = true;
  #lastHeard: number | undefined;
  #sync: ReflectorSync | undefined;
  #failures = 0;

  static create<T extends { uid: string }>(
    options: ReflectorOptions<T>,
  ): Reflector<T> {
    return new Reflector({
      ...options,
      pageSize: options.pageSize ?? 500,
      // The API server sends a bookmark about every minute on a quiet watch.
      silenceLimitMs: options.silenceLimitMs ?? 75_000,
      isOptional: options.isOptional ?? false,
      listsFromWatchCache: options.listsFromWatchCache ?? true,
    });
  }

  private constructor(options: Required<ReflectorOptions<T>>) {
    this.#options = options;
    this.#backoff = Backoff.create({
      minMs: 500,
      maxMs: 30_000,
      random: options.random,
    });
  }

  /** Lists and watches until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    this.#setSync('syncing');
    while (!signal.aborted) {
      const startedAt = this.#options.clock.now();
      try {
        await this.#reflect(signal);
        this.#succeed();
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
    const milliseconds = this.#options.clock.now() - startedAt;
    if (milliseconds < BRIEF_WATCH_MS) {
      throw new BriefWatchError(`The watch ended after ${milliseconds} ms`);
    }
  }

  /**
   * Checks that the API server still has the history that the resource version
   * belongs to. One whose data were restored from a backup accepts a watch from a
   * version that it has yet to reach, and sends nothing.
   *
   * @throws ClusterRestoredError when the API server is at an earlier version
   */
  async #checkHistory(ours: string, signal: AbortSignal): Promise<void> {
    const silentFor = this.#options.clock.now() - (this.#lastHeard ?? 0);
    if (silentFor >= HISTORY_EXPIRY_MS) {
      this.#resourceVersion = undefined;
      return;
    }
    // A consistent read: the watch cache may be behind.
    const theirs = await currentVersion({ ...this.#options, signal });
    if (isBefore(theirs, ours)) {
      throw new ClusterRestoredError(
        `the cluster is at resource version ${theirs} and was at ${ours} before; its data may have been restored from a backup`,
      );
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const records: T[] = [];
    const resourceVersion = await listObjects(
      {
        ...this.#options,
        // The watch cache may be behind. Only for the first list that does not
        // matter: a later one must not go back to a state before the known one.
        fromWatchCache: this.#isFirstList && this.#options.listsFromWatchCache,
        signal,
      },
      item => {
        const record = this.#project(item);
        if (record) records.push(record);
      },
    );
    this.#isFirstList = false;
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
      // Different for each watch, so that not all of them end at once.
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
    const recovery = classifyFailure(error, {
      isOptional: this.#options.isOptional,
      isSynced: this.#sync?.state === 'synced',
      hasRead: this.#lastHeard !== undefined,
      failures: this.#failures,
      attemptMs: clock.now() - startedAt,
    });
    this.#failures += 1;
    let waitMs = 0;
    switch (recovery.action) {
      case 'relist': {
        this.#forgetVersion();
        const text = `Listing ${resource} of cluster '${cluster}' again: ${recovery.message}`;
        if (recovery.isUnusual) logger.warn(text);
        else logger.info(text);
        break;
      }
      case 'clear':
        this.#forgetVersion();
        this.#options.target.replace([]);
        this.#heard();
        this.#setSync('synced');
        break;
      case 'resume':
        if (recovery.hasWorked) this.#succeed();
        break;
      case 'report': {
        const { state, problem, isForbidden } = recovery;
        const { message } = problem;
        if (this.#sync?.message !== message) {
          logger.warn(
            `Cannot watch ${resource} of cluster '${cluster}': ${message}`,
          );
        }
        this.#setSync(state, { message, problem, isForbidden });
        waitMs = recovery.retryAfterMs;
        break;
      }
      default:
        recovery satisfies never;
    }
    if (recovery.pause) waitMs += this.#backoff.next(recovery.pause);
    if (waitMs > 0) await clock.delay(waitMs, signal);
  }

  #succeed(): void {
    this.#failures = 0;
    this.#backoff.reset();
  }

  #forgetVersion(): void {
    this.#resourceVersion = undefined;
    // The list that expired may have been the first one.
    this.#isFirstList = false;
  }

  #project(object: unknown): T | undefined {
    try {
      return this.#options.project(object);
    } catch (error) {
      const { logger, observer, cluster, resource } = this.#options;
      observer.skipped();
      logger.warn(
        `Skipped one of the ${resource} of cluster '${cluster}', ${nameOf(
          object,
        )}, because it does not have the shape of its kind: ${
          isError(error) ? error.message : stringifyError(error)
        }`,
      );
      return undefined;
    }
  }

  #heard(): void {
    this.#lastHeard = this.#options.clock.now();
  }

  #setSync(
    state: ReflectorSync['state'],
    why: Pick<ReflectorSync, 'message' | 'problem' | 'isForbidden'> = {},
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

function nameOf(object: unknown): string {
  const named = namedSchema.safeParse(object);
  if (!named.success) return 'without a name';
  const { namespace, name } = named.data.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
