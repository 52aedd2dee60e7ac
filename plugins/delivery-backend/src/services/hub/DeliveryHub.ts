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
 * Views that somebody looks at, each with its viewers. A change refreshes the
 * views that it concerns.
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
    /** Tells this process' event ids from another's */
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
      options.usage.subscribe(place => this.#onMeasured(place)),
    ];
    this.#unsubscribe = () => unsubscribe.forEach(end => end());
  }

  /**
   * Sends what a viewer lacks, then every change, until the returned function
   * is called.
   *
   * @param lastEventId - the last event that the viewer has; what came after
   * it is sent, or a snapshot where that is not known any more
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
        // Its own, so that an id of one view means nothing to another.
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

  /** The number of viewers. */
  viewers(): number {
    return [...this.#topics.values()].reduce((n, t) => n + t.viewers, 0);
  }

  /** Where viewers look now. */
  places(): NamespaceRef[] {
    return [...this.#topics.values()]
      .filter(({ viewers }) => viewers > 0)
      .flatMap(placesOf);
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

  #onMeasured({ cluster, namespace }: NamespaceRef): void {
    for (const topic of this.#topics.values()) {
      const isShown = placesOf(topic).some(
        place => place.cluster === cluster && place.namespace === namespace,
      );
      if (isShown) topic.requestRefresh();
    }
  }

  #isConcerned({ view, delivery }: Topic, change: ClusterChange): boolean {
    if (change.type === 'all') return true;
    const moved = change.type === 'jobs' ? change.series : change.workload;
    return (
      delivery.environments.some(({ workloads, jobs }) =>
        [...workloads, ...jobs].some(({ uid }) => uid === moved.uid),
      ) || this.#reader.concerns(view, change.cluster, moved)
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

function placesOf({ delivery }: Topic): NamespaceRef[] {
  return delivery.environments.filter(({ workloads }) => workloads.length > 0);
}
