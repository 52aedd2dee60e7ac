import type { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';

/** What a page knows of a service's delivery. @public */
export type DeliveryState =
  | { status: 'loading' }
  /** Follows the clusters as they move */
  | { status: 'live'; delivery: Delivery }
  /** The last that was known, since when (ms) and why there is nothing newer */
  | {
      status: 'reconnecting';
      delivery: Delivery;
      since: number;
      reason: string;
    }
  /** Nothing is known yet, and it is tried again */
  | { status: 'failed'; reason: string }
  | { status: 'refused'; reason: string }
  | { status: 'not-found'; reason: string };

/** A service's delivery, live while somebody listens. @public */
export interface DeliveryFeed {
  getState(): DeliveryState;
  /** Hears of every new state until the returned function is called */
  subscribe(listener: () => void): () => void;
  /** Tries again at once */
  retry(): void;
}

/** Gives the pages what the delivery backend knows. @public */
export interface DeliveryApi {
  /** The feed of a service; the same for all who ask, one stream for all */
  follow(service: CompoundEntityRef): DeliveryFeed;
}

/** @public */
export const deliveryApiRef = createApiRef<DeliveryApi>({
  id: 'plugin.delivery.api',
});
