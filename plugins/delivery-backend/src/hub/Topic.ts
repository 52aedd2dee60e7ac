import type {
  Delivery,
  DeliveryEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryView } from '../delivery/DeliveryReader';

/** Events kept for viewers who come back. */
const KEPT_EVENTS = 100;

/** One event, serialised once for all viewers. */
export interface StreamMessage {
  id: string;
  data: string;
}

/** One view with the viewers who look at it. */
export class Topic {
  readonly view: DeliveryView;
  delivery: Delivery;
  /** Whether it was built so lately that the next change must wait */
  isResting = false;
  /** Whether something changed since it was built */
  isStale = false;
  readonly #epoch: string;
  readonly #viewers = new Set<(message: StreamMessage) => void>();
  #sequence = 0;
  #events: StreamMessage[] = [];

  static create(options: {
    epoch: string;
    view: DeliveryView;
    delivery: Delivery;
  }): Topic {
    return new Topic(options);
  }

  private constructor(options: Parameters<typeof Topic.create>[0]) {
    this.#epoch = options.epoch;
    this.view = options.view;
    this.delivery = options.delivery;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  shows(workloadUid: string): boolean {
    return this.delivery.environments.some(environment =>
      environment.workloads.some(({ uid }) => uid === workloadUid),
    );
  }

  publish(delivery: Delivery, event: DeliveryEvent): void {
    this.delivery = delivery;
    this.#sequence += 1;
    const message = this.#message(event);
    this.#events = [...this.#events.slice(1 - KEPT_EVENTS), message];
    this.#viewers.forEach(send => send(message));
  }

  join(
    send: (message: StreamMessage) => void,
    lastEventId: string | undefined,
  ): () => void {
    const missed = this.#eventsAfter(lastEventId) ?? [
      this.#message({ type: 'snapshot', delivery: this.delivery }),
    ];
    missed.forEach(send);
    // A function of its own for each viewer, should two pass the same one.
    const viewer = (message: StreamMessage) => send(message);
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  /** Undefined when they are not all known any more */
  #eventsAfter(id: string | undefined): StreamMessage[] | undefined {
    const [epoch, sequence] = id?.split(':') ?? [];
    if (epoch !== this.#epoch) return undefined;
    const missed = this.#sequence - Number(sequence);
    if (missed === 0) return [];
    return missed > 0 && missed <= this.#events.length
      ? this.#events.slice(-missed)
      : undefined;
  }

  #message(event: DeliveryEvent): StreamMessage {
    return { id: this.#id(), data: JSON.stringify(event) };
  }

  #id(): string {
    return `${this.#epoch}:${this.#sequence}`;
  }
}
