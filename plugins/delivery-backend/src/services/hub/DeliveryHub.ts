import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type {
  ClusterCaches,
  ClusterChange,
  NamespaceRef,
  UsagePoller,
} from '../../kubernetes';
import type { DeliveryReader, DeliveryView } from '../delivery/DeliveryReader';
import type { StreamMessage } from './EventLog';
import { Topic } from './Topic';

/** How long a topic outlives its last viewer, so that a reconnect can resume. */
const LINGER_MS = 60_000;

type Usage = Pick<UsagePoller, 'subscribe' | 'wake'>;

/**
 * Streams views of services to their viewers. A change refreshes the views that it
 * concerns.
 */
export class DeliveryHub {
  readonly #reader: DeliveryReader;
  readonly #clock: Clock;
  readonly #epoch: string;
  #opened = 0;
  readonly #topics = new Map<string, Topic>();
  readonly #usage: Usage;
  readonly #unsubscribe: () => void;
  readonly #stopped = new AbortController();

  static create(options: {
    clusters: ClusterCaches;
    reader: DeliveryReader;
    usage: Usage;
    clock: Clock;
    /** Distinguishes the event ids of this process from those of other replicas */
    epoch: string;
  }): DeliveryHub {
    return new DeliveryHub(options);
  }

  private constructor(options: Parameters<typeof DeliveryHub.create>[0]) {
    this.#reader = options.reader;
    this.#clock = options.clock;
    this.#epoch = options.epoch;
    this.#usage = options.usage;
    const unsubscribe = [
      options.clusters.subscribe(change => this.#onChange(change)),
      options.usage.subscribe(place => this.#onUsage(place)),
    ];
    this.#unsubscribe = () => unsubscribe.forEach(end => end());
  }

  /**
   * Sends missed events or a snapshot, then every change, until the returned
   * function is called.
   *
   * @param lastEventId - id of the last event that the viewer received. If later
   * events are not available any more, a snapshot is sent.
   */
  subscribe(
    view: DeliveryView,
    send: (message: StreamMessage) => void,
    lastEventId?: string,
  ): () => void {
    const key = JSON.stringify(view);
    let topic = this.#topics.get(key);
    if (!topic) {
      topic = Topic.create({
        // Own ids, so that an id of one view is not valid for another.
        epoch: `${this.#epoch}-${(this.#opened += 1)}`,
        view,
        read: () => this.#reader.read(view),
        clock: this.#clock,
        signal: this.#stopped.signal,
      });
      this.#topics.set(key, topic);
    }
    const leave = topic.join(send, lastEventId);
    this.#usage.wake();
    return () => {
      leave();
      this.#forgetLater(key);
    };
  }

  /** Number of topics in memory. */
  get size(): number {
    return this.#topics.size;
  }

  /** Number of viewers. */
  viewers(): number {
    return [...this.#topics.values()].reduce((n, t) => n + t.viewers, 0);
  }

  /** Namespaces that viewers see now. */
  viewedNamespaces(): NamespaceRef[] {
    return [...this.#topics.values()]
      .filter(({ viewers }) => viewers > 0)
      .flatMap(namespacesOf);
  }

  stop(): void {
    this.#unsubscribe();
    this.#stopped.abort();
  }

  #onChange(change: ClusterChange): void {
    for (const topic of this.#topics.values()) {
      if (this.#isConcerned(topic, change)) topic.requestRefresh();
    }
  }

  #onUsage({ cluster, namespace }: NamespaceRef): void {
    for (const topic of this.#topics.values()) {
      const isShown = namespacesOf(topic).some(
        shown => shown.cluster === cluster && shown.namespace === namespace,
      );
      if (isShown) topic.requestRefresh();
    }
  }

  #isConcerned({ view, delivery }: Topic, change: ClusterChange): boolean {
    if (change.type === 'all') return true;
    const changed = change.type === 'jobs' ? change.series : change.workload;
    return (
      delivery.environments.some(({ workloads, jobs }) =>
        [...workloads, ...jobs].some(({ uid }) => uid === changed.uid),
      ) || this.#reader.concerns(view, change.cluster, changed)
    );
  }

  async #forgetLater(key: string): Promise<void> {
    const topic = this.#topics.get(key);
    if (!topic || topic.viewers) return;
    await this.#clock.delay(LINGER_MS, this.#stopped.signal);
    if (!topic.viewers && this.#topics.get(key) === topic) {
      this.#topics.delete(key);
    }
  }
}

function namespacesOf({ delivery }: Topic): NamespaceRef[] {
  return delivery.environments.filter(({ workloads }) => workloads.length > 0);
}
