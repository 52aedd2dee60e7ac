import type {
  DeliveryApi,
  DeliveryFeed,
  DeliveryState,
} from '../src/api/DeliveryApi';

/** Gives one state to all who ask, for ever. */
export class FixedDeliveryApi implements DeliveryApi {
  readonly #feed: DeliveryFeed;

  static of(state: DeliveryState): FixedDeliveryApi {
    return new FixedDeliveryApi(state);
  }

  private constructor(state: DeliveryState) {
    this.#feed = {
      getState: () => state,
      subscribe: () => () => {},
      retry: () => {},
    };
  }

  follow(): DeliveryFeed {
    return this.#feed;
  }
}
