import {
  Coalescer,
  diffDelivery,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  Delivery,
  DeliveryEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryView } from '../delivery/DeliveryReader';
import { EventLog } from './EventLog';
import type { StreamMessage } from './EventLog';

const COALESCE_MS = 100;

/**
 * One view with its viewers. It is built once for all of them: immediately after
 * the first change, then at most every 100 ms.
 */
export class Topic {
  readonly view: DeliveryView;
  readonly #read: () => Delivery;
  readonly #log: EventLog;
  readonly #refreshes: Coalescer;
  #delivery: Delivery;

  static create(options: {
    /** Prefix of the event ids */
    epoch: string;
    view: DeliveryView;
    /** Builds the current state of the view */
    read: () => Delivery;
    clock: Clock;
    /** Ends the refreshes when it aborts */
    signal: AbortSignal;
  }): Topic {
    return new Topic(options);
  }

  private constructor(options: Parameters<typeof Topic.create>[0]) {
    const { epoch, view, read, clock, signal } = options;
    this.#log = EventLog.create(epoch);
    this.view = view;
    this.#read = read;
    this.#delivery = read();
    this.#refreshes = Coalescer.create({
      run: () => this.#refresh(),
      intervalMs: COALESCE_MS,
      leading: true,
      clock,
      signal,
    });
  }

  /** Latest state of the view */
  get delivery(): Delivery {
    return this.#delivery;
  }

  /** Number of viewers */
  get viewers(): number {
    return this.#log.viewers;
  }

  /** Builds the view again soon, and sends its viewers the difference. */
  requestRefresh(): void {
    this.#refreshes.request();
  }

  /**
   * Sends a viewer missed events or a snapshot, then every change, until the
   * returned function is called.
   */
  join(
    send: (message: StreamMessage) => void,
    lastEventId: string | undefined,
  ): () => void {
    // A new viewer gets a change at once that still waits to be sent.
    this.#refreshes.flushPending();
    return this.#log.join(send, lastEventId, () =>
      JSON.stringify({
        type: 'snapshot',
        delivery: this.#delivery,
      } satisfies DeliveryEvent),
    );
  }

  #refresh(): void {
    const before = this.#delivery;
    const after = this.#read();
    const event = diffDelivery(before, after);
    if (!event) return;
    this.#delivery = after;
    this.#log.publish(JSON.stringify(event));
  }
}
