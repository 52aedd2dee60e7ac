import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  Measurement,
  PodUsage,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { Wakeup } from '../../Wakeup';
import { readPodUsage } from './readPodUsage';

/** Interval at which the metrics server measures in most clusters. */
const PERIOD_MS = 15_000;
/** Age at which measurements are out of date. */
const OUTDATED_MS = 60_000;
/** Pause before a cluster without measurements is read again. */
const RETRY_MS = 60_000;

/** A namespace of a cluster. */
export interface NamespaceRef {
  cluster: string;
  namespace: string;
}

/** Resource usage of the pods of a namespace. */
export interface NamespaceUsage {
  measurement: Measurement;
  /** Usage, by the name of the pod */
  pods: ReadonlyMap<string, PodUsage>;
}

/** Usage with the time of the next read, in milliseconds since the epoch. */
type Known = NamespaceUsage & { dueAt: number };

/**
 * Reads the resource usage of pods in the namespaces that have viewers. The
 * metrics API cannot be watched, so each namespace is polled, once for all of its
 * viewers.
 */
export class UsagePoller {
  readonly #access: ClusterAccess;
  readonly #clock: Clock;
  readonly #known = new Map<string, NamespaceUsage & { dueAt: number }>();
  readonly #listeners = new Set<(place: NamespaceRef) => void>();
  readonly #look = new Wakeup();

  static create(options: { access: ClusterAccess; clock: Clock }): UsagePoller {
    return new UsagePoller(options.access, options.clock);
  }

  private constructor(access: ClusterAccess, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  /** Usage in a namespace; undefined where it is not polled. */
  of(cluster: string, namespace: string): NamespaceUsage | undefined {
    return this.#known.get(keyOf({ cluster, namespace }));
  }

  /** Calls the listener for every namespace that was read, until the returned function is called. */
  subscribe(listener: (place: NamespaceRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reports that another namespace has a viewer, so that it is read at once. */
  wake(): void {
    this.#look.call();
  }

  /**
   * Polls until the signal aborts; never throws.
   *
   * @param places - namespaces that have viewers now
   */
  async run(places: () => NamespaceRef[], signal: AbortSignal): Promise<void> {
    const busy = new Map<string, Promise<void>>();
    while (!signal.aborted) {
      const wanted = new Map(places().map(place => [keyOf(place), place]));
      for (const key of this.#known.keys()) {
        if (!wanted.has(key)) this.#known.delete(key);
      }
      const due = [...wanted.values()].filter(
        place =>
          (this.#known.get(keyOf(place))?.dueAt ?? 0) <= this.#clock.now(),
      );
      for (const name of new Set(due.map(({ cluster }) => cluster))) {
        // A slow cluster delays only itself.
        if (busy.has(name)) continue;
        const own = due.filter(({ cluster }) => cluster === name);
        const measuring = this.#measure(own, signal).then(() => {
          busy.delete(name);
        });
        busy.set(name, measuring);
      }
      await this.#rest(wanted.size > 0, signal);
    }
    await Promise.all(busy.values());
  }

  // One at a time, to keep the load on the cluster low.
  async #measure(places: NamespaceRef[], signal: AbortSignal): Promise<void> {
    for (const place of places) {
      if (signal.aborted) return;
      const read = await this.#read(place, signal);
      if (!read) return;
      this.#known.set(keyOf(place), read);
      this.#listeners.forEach(listen => listen(place));
    }
  }

  async #read(
    place: NamespaceRef,
    signal: AbortSignal,
  ): Promise<Known | undefined> {
    const clock = this.#clock;
    const access = this.#access;
    try {
      const pods = await readPodUsage({ access, clock, ...place, signal });
      const at = clock.now();
      return {
        measurement: { state: 'measured', at: new Date(at).toISOString() },
        pods,
        dueAt: at + PERIOD_MS,
      };
    } catch (error) {
      if (signal.aborted) return undefined;
      const before = this.#known.get(keyOf(place));
      const isBrief =
        before?.measurement.state === 'measured' &&
        clock.now() - Date.parse(before.measurement.at) < OUTDATED_MS;
      return isBrief
        ? { ...before, dueAt: clock.now() + PERIOD_MS }
        : {
            measurement: { state: 'failed', problem: problemOf(error) },
            pods: new Map(),
            dueAt: clock.now() + RETRY_MS,
          };
    }
  }

  async #rest(isWanted: boolean, signal: AbortSignal): Promise<void> {
    await (isWanted
      ? this.#look.waitAtMost(PERIOD_MS, this.#clock, signal)
      : this.#look.wait(signal));
  }
}

function keyOf({ cluster, namespace }: NamespaceRef): string {
  return `${cluster}/${namespace}`;
}
