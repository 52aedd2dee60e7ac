import { createApiRef } from '@backstage/core-plugin-api';
import type { Live } from './DeliveryApi';

/** One topic of the backend's event stream, and how its events build a value. @public */
export interface LiveTopic<T> {
  /** Path of the topic, such as `fleet` */
  path: string;
  /**
   * Computes the value after an event; undefined when the event is a patch and
   * there is no value to patch.
   * @throws Error when the event is not valid
   */
  apply(known: T | undefined, event: unknown): T | undefined;
  /** Called once, some seconds after the last listener has unsubscribed */
  onStop(): void;
}

/**
 * The event stream of one browser tab. Browsers allow six connections to a host,
 * so all topics of the app share one connection.
 * @public
 */
export interface LiveUpdatesApi {
  /** Creates a live value for a topic; it connects while it has listeners */
  follow<T>(topic: LiveTopic<T>): Live<T>;
}

/** The app's event stream; a {@link LiveUpdatesClient} by default. @public */
export const liveUpdatesApiRef = createApiRef<LiveUpdatesApi>({
  id: 'plugin.delivery.live-updates-api',
});
