import type {
  Delivery,
  DeliveryEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryView } from '../delivery/DeliveryReader';
import { EventLog } from './EventLog';
import type { StreamMessage } from './EventLog';

/** One view with the viewers who look at it. */
export class Topic {
  readonly view: DeliveryView;
  delivery: Delivery;
  /** Whether it was built so lately that the next change must wait */
  isThrottled = false;
  /** Whether something changed since it was built */
  isStale = false;
  readonly #log: EventLog;

  static create(options: {
    epoch: string;
    view: DeliveryView;
    delivery: Delivery;
  }): Topic {
    return new Topic(options);
  }

  private constructor(options: Parameters<typeof Topic.create>[0]) {
    this.#log = EventLog.create(options.epoch);
    this.view = options.view;
    this.delivery = options.delivery;
  }

  get viewers(): number {
    return this.#log.viewers;
  }

  publish(delivery: Delivery, event: DeliveryEvent): void {
    this.delivery = delivery;
    this.#log.publish(JSON.stringify(event));
  }

  join(
    send: (message: StreamMessage) => void,
    lastEventId: string | undefined,
  ): () => void {
    return this.#log.join(send, lastEventId, () =>
      JSON.stringify({
        type: 'snapshot',
        delivery: this.delivery,
      } satisfies DeliveryEvent),
    );
  }
}
