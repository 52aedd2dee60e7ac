import { isError } from '@backstage/errors';
import type {
  Clock,
  Measurement,
  PodUsage,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { Wakeup } from '../../Wakeup';
import { readPodUsage } from './readPodUsage';

/** As often as the metrics server itself measures, in most clusters. */
const PERIOD_MS = 15_000;
/** Figures that are older say nothing of now. */
const OUTDATED_MS = 60_000;
/** A cluster that gives none is asked again after so long. */
const RETRY_MS = 60_000;

/** Where pods are. */
export interface NamespaceRef {
  cluster: string;
  namespace: string;
}

/** What is known of the use of a namespace's pods. */
export interface NamespaceUsage {
  measurement: Measurement;
  /** By the name of the pod */
  pods: ReadonlyMap<string, PodUsage>;
}

/** With when to ask again, in milliseconds since the epoch. */
type Known = NamespaceUsage & { dueAt: number };

/**
 * Measures what pods use, where somebody looks: figures cannot be watched, so
 * each namespace is asked for again and again, once for all who look at it.
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

  /** Undefined where nobody looked lately. */
  of(cluster: string, namespace: string): NamespaceUsage | undefined {
    return this.#known.get(keyOf({ cluster, namespace }));
  }

  /** Hears of every place that was measured until the returned function is called. */
  subscribe(listener: (place: NamespaceRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says that somebody looks at another place, so that it is measured at once. */
  wake(): void {
    this.#look.call();
  }

  /**
   * Measures until the signal aborts; never throws.
   *
   * @param places - where somebody looks now
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
        // One that is slow holds up itself alone.
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

  // One at a time: a cluster is not to feel that somebody looks.
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
            measurement: {
              state: 'failed',
              message: isError(error) ? error.message : String(error),
            },
            pods: new Map(),
            dueAt: clock.now() + RETRY_MS,
          };
    }
  }

  async #rest(isWanted: boolean, signal: AbortSignal): Promise<void> {
    const rested = new AbortController();
    const either = AbortSignal.any([rested.signal, signal]);
    const woken = this.#look.wait(either);
    await (isWanted
      ? Promise.race([this.#clock.delay(PERIOD_MS, either), woken])
      : woken);
    rested.abort();
  }
}

function keyOf({ cluster, namespace }: NamespaceRef): string {
  return `${cluster}/${namespace}`;
}
