import { deliveryEvent } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '../../Clock';
import type {
  ClusterCaches,
  ClusterChange,
} from '../../kubernetes/cache/ClusterCaches';
import type {
  NamespaceRef,
  UsagePoller,
} from '../../kubernetes/cache/UsagePoller';
import type { DeliveryReader, DeliveryView } from '../delivery/DeliveryReader';
import type { StreamMessage } from './EventLog';
import { Topic } from './Topic';

const COALESCE_MS = 100;
/** How long a topic outlives its last viewer, so that a reconnect can resume. */
const LINGER_MS = 60_000;

type Usage = Pick<UsagePoller, 'subscribe' | 'wake'>;

/**
 * Who looks at what. Each view that somebody looks at is built once for all
 * of its viewers, at the first change at once, then at most every 100 ms.
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
        delivery: this.#reader.read(view),
      });
      this.#topics.set(key, topic);
    }
    // A change may wait to be coalesced; a new viewer starts from now.
    this.#refresh(topic);
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
      if (this.#isConcerned(topic, change)) this.#coalesce(topic);
    }
  }

  #onMeasured({ cluster, namespace }: NamespaceRef): void {
    for (const topic of this.#topics.values()) {
      const isShown = placesOf(topic).some(
        place => place.cluster === cluster && place.namespace === namespace,
      );
      if (topic.viewers && isShown) this.#coalesce(topic);
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

  #coalesce(topic: Topic): void {
    if (topic.isThrottled) {
      topic.isStale = true;
      return;
    }
    topic.isThrottled = true;
    // Not at once: what one answer of a cluster changes comes in one go.
    queueMicrotask(() => this.#refresh(topic));
    this.#clock.delay(COALESCE_MS, this.#stopped.signal).then(() => {
      topic.isThrottled = false;
      if (topic.isStale) this.#coalesce(topic);
    });
  }

  #refresh(topic: Topic): void {
    topic.isStale = false;
    const after = this.#reader.read(topic.view);
    const event = deliveryEvent(topic.delivery, after);
    if (event) topic.publish(after, event);
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
