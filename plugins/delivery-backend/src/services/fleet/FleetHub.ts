import { Coalescer } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  FleetEnvironment,
  FleetEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCaches, ClusterChange } from '../../kubernetes';
import type { EnvironmentConfig } from '../../config';
import type { DeliveryReader } from '../delivery/DeliveryReader';
import { EventLog } from '../hub/EventLog';
import type { StreamMessage } from '../hub/EventLog';
import type { FleetView } from './FleetView';
import type { LatestRuns } from './LatestRuns';
import { SerializedRow } from './SerializedRow';
import type { ServiceCatalog } from './ServiceCatalog';
import { waitingRollouts } from './waitingRollouts';
import type { WaitingRollout } from './waitingRollouts';

/** Changes within this time are sent together, so that many changes do not delay others. */
const COALESCE_MS = 100;
/** How long a topic outlives its last viewer, so that a reconnect can resume. */
const LINGER_MS = 60_000;

/** Rows before a refresh, by entity ref. */
type RowsBefore = Map<string, SerializedRow | undefined>;

/** A view of the fleet, with its viewers. */
interface FleetTopic {
  view: FleetView;
  log: EventLog;
}

/**
 * Streams the fleet. A row is built and serialised once for all viewers:
 * immediately after the first change, then at most every 100 ms. Each viewer gets
 * the parts that it may see.
 */
export class FleetHub {
  readonly #options: Parameters<typeof FleetHub.create>[0];
  readonly #topics = new Map<string, FleetTopic>();
  readonly #rows = new Map<string, SerializedRow>();
  /** Rollouts that wait for a person, by entity ref; services without one are left out */
  readonly #waiting = new Map<string, WaitingRollout[]>();
  readonly #dirty = new Set<string>();
  readonly #unsubscribe: (() => void)[];
  readonly #stopped = new AbortController();
  readonly #refreshes: Coalescer;
  #isAllDirty = true;
  #environments: FleetEnvironment[] = [];
  #opened = 0;

  static create(options: {
    clusters: ClusterCaches;
    environments: EnvironmentConfig[];
    services: ServiceCatalog;
    reader: DeliveryReader;
    latestRuns: LatestRuns;
    clock: Clock;
    /** Distinguishes the event ids of this process from those of other replicas */
    epoch: string;
  }): FleetHub {
    return new FleetHub(options);
  }

  private constructor(options: Parameters<typeof FleetHub.create>[0]) {
    this.#options = options;
    this.#refreshes = Coalescer.create({
      run: () => this.#refresh(),
      intervalMs: COALESCE_MS,
      leading: true,
      clock: options.clock,
      signal: this.#stopped.signal,
    });
    this.#unsubscribe = [
      options.clusters.subscribe(change => this.#onChange(change)),
      options.latestRuns.subscribe(entityRef => {
        this.#dirty.add(entityRef);
        this.#requestRefresh();
      }),
      options.services.subscribe(() => {
        this.#isAllDirty = true;
        this.#requestRefresh();
      }),
    ];
  }

  /**
   * Sends missed events or a snapshot, then every change, until the returned
   * function is called.
   */
  subscribe(
    view: FleetView,
    send: (message: StreamMessage) => void,
    lastEventId?: string,
  ): () => void {
    // A new viewer gets changes at once that still wait to be sent.
    this.#refreshes.flush();
    const topic = this.#topic(view);
    const leave = topic.log.join(send, lastEventId, () => this.#snapshot(view));
    return () => {
      leave();
      this.#forgetLater(topic);
    };
  }

  /** The fleet as JSON, as a viewer may see it. */
  read(view: FleetView): string {
    this.#refreshes.flush();
    return this.#fleet(view);
  }

  /** Rollouts that wait for a person, by entity ref, in all environments. */
  waitingRollouts(): ReadonlyMap<string, WaitingRollout[]> {
    this.#refreshes.flush();
    return this.#waiting;
  }

  /** Number of topics in memory. */
  get size(): number {
    return this.#topics.size;
  }

  /** Number of viewers. */
  viewers(): number {
    return [...this.#topics.values()].reduce((n, t) => n + t.log.viewers, 0);
  }

  stop(): void {
    this.#unsubscribe.forEach(unsubscribe => unsubscribe());
    this.#stopped.abort();
  }

  #topic(view: FleetView): FleetTopic {
    const known = this.#topics.get(view.key);
    if (known) return known;
    const epoch = `${this.#options.epoch}-f${(this.#opened += 1)}`;
    const topic = { view, log: EventLog.create(epoch) };
    this.#topics.set(view.key, topic);
    return topic;
  }

  #onChange(change: ClusterChange): void {
    if (change.type === 'all') this.#isAllDirty = true;
    else if (!this.#isAllDirty) {
      this.#options.services
        .index()
        .concernedBy(change.type === 'jobs' ? change.series : change.workload)
        .forEach(({ query }) => this.#dirty.add(query.entityRef));
    }
    this.#requestRefresh();
  }

  #requestRefresh(): void {
    const isDue = this.#isAllDirty || this.#dirty.size > 0;
    if (this.#topics.size && isDue) this.#refreshes.request();
  }

  #refresh(): void {
    const environments = this.#readEnvironments();
    const before = this.#isAllDirty ? this.#rebuildAll() : this.#rebuildDirty();
    this.#isAllDirty = false;
    this.#dirty.clear();
    const areEnvironmentsSame =
      JSON.stringify(environments) === JSON.stringify(this.#environments);
    this.#environments = environments;
    for (const topic of this.#topics.values()) {
      const patch = this.#patch(topic.view, before, !areEnvironmentsSame);
      if (patch) topic.log.publish(patch);
    }
  }

  /** @returns the rows that may have changed, as they were; undefined for a new one */
  #rebuildAll(): RowsBefore {
    const before: RowsBefore = new Map(this.#rows);
    this.#rows.clear();
    this.#waiting.clear();
    for (const { query } of this.#options.services.index().all()) {
      before.set(query.entityRef, before.get(query.entityRef));
      this.#rebuild(query.entityRef);
    }
    return before;
  }

  #rebuildDirty(): RowsBefore {
    const before: RowsBefore = new Map();
    for (const ref of this.#dirty) {
      before.set(ref, this.#rows.get(ref));
      this.#rebuild(ref);
    }
    return before;
  }

  #rebuild(entityRef: string): void {
    const service = this.#options.services.index().get(entityRef);
    if (!service) return;
    const delivery = this.#options.reader.read({
      query: service.query,
      environments: this.#options.environments.map(({ name }) => name),
    });
    const waiting = waitingRollouts(delivery);
    if (waiting.length) this.#waiting.set(entityRef, waiting);
    else this.#waiting.delete(entityRef);
    const lastRun = this.#options.latestRuns.of(service);
    this.#rows.set(entityRef, SerializedRow.of(service, delivery, lastRun));
  }

  #patch(
    view: FleetView,
    before: RowsBefore,
    withEnvironments: boolean,
  ): string | undefined {
    const rows: string[] = [];
    const removed: string[] = [];
    for (const [ref, rowBefore] of before) {
      const readable = view.environments.get(ref);
      if (!readable) continue;
      const select = (row: SerializedRow | undefined) =>
        row?.select(readable, view.runs.has(ref));
      const text = select(this.#rows.get(ref));
      if (text === undefined) removed.push(ref);
      else if (text !== select(rowBefore)) rows.push(text);
    }
    if (!rows.length && !removed.length && !withEnvironments) return undefined;
    const environments = withEnvironments
      ? `,"environments":${JSON.stringify(this.#environmentsOf(view))}`
      : '';
    const type: FleetEvent['type'] = 'patch';
    return `{"type":"${type}","rows":[${rows.join()}],"removed":${JSON.stringify(removed)}${environments}}`;
  }

  #snapshot(view: FleetView): string {
    const type: FleetEvent['type'] = 'snapshot';
    return `{"type":"${type}","fleet":${this.#fleet(view)}}`;
  }

  #fleet(view: FleetView): string {
    const rows = [...view.environments].flatMap(
      ([ref, readable]) =>
        this.#rows.get(ref)?.select(readable, view.runs.has(ref)) ?? [],
    );
    return `{"environments":${JSON.stringify(this.#environmentsOf(view))},"rows":[${rows.join()}]}`;
  }

  /** Environments in which the viewer may see at least one service. */
  #environmentsOf(view: FleetView): FleetEnvironment[] {
    const readable = new Set([...view.environments.values()].flat());
    return this.#environments.filter(({ name }) => readable.has(name));
  }

  #readEnvironments(): FleetEnvironment[] {
    const { clusters, environments } = this.#options;
    return environments.map(({ name, cluster, production }) => ({
      name,
      cluster,
      production,
      sync: clusters.cache(cluster).sync(),
    }));
  }

  async #forgetLater(topic: FleetTopic): Promise<void> {
    if (topic.log.viewers) return;
    await this.#options.clock.delay(LINGER_MS, this.#stopped.signal);
    if (!topic.log.viewers && this.#topics.get(topic.view.key) === topic) {
      this.#topics.delete(topic.view.key);
    }
  }
}
