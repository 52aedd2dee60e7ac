import type { FleetHub, FleetView } from '../services';
import type { StreamOptions } from './EventStreams';

type Send = Parameters<StreamOptions['subscribe']>[0];

/** Options of a {@link FleetTopic}. */
export interface FleetTopicOptions {
  fleet: Pick<FleetHub, 'subscribe'>;
  /** Reads what the caller may see now */
  readView: () => Promise<FleetView>;
  /** ID of the last received event, to resume the topic after it */
  lastEventId: string | undefined;
}

/**
 * The fleet as one caller may see it. When the services or permissions of the
 * caller change, the topic continues with a snapshot of the new view.
 */
export class FleetTopic implements StreamOptions {
  readonly #options: FleetTopicOptions;
  #view: FleetView;
  /** Undefined while the topic has no subscriber */
  #subscription: { send: Send; unsubscribe: () => void } | undefined;

  /** Reads the view and creates the topic. */
  static async create(options: FleetTopicOptions): Promise<FleetTopic> {
    return new FleetTopic(options, await options.readView());
  }

  private constructor(options: FleetTopicOptions, view: FleetView) {
    this.#options = options;
    this.#view = view;
  }

  subscribe(send: Send): () => void {
    const { fleet, lastEventId } = this.#options;
    const unsubscribe = fleet.subscribe(this.#view, send, lastEventId);
    this.#subscription = { send, unsubscribe };
    return () => {
      this.#subscription?.unsubscribe();
      this.#subscription = undefined;
    };
  }

  async refreshAccess(): Promise<boolean> {
    const view = await this.#options.readView();
    if (view.key === this.#view.key) return true;
    this.#view = view;
    // The stream may have ended while the view was read.
    if (this.#subscription) {
      const { send, unsubscribe } = this.#subscription;
      unsubscribe();
      this.#subscription = {
        send,
        unsubscribe: this.#options.fleet.subscribe(view, send),
      };
    }
    return true;
  }
}
