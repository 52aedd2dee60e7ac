import type {
  ActivityPage,
  CommitSearch,
  Delivery,
  Fleet,
  ReleasePage,
  TimelinePage,
  Manifest,
  RevisionDiff,
  EnvironmentTarget,
  Waiting,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryApi, Live, LiveState } from '../src/api/DeliveryApi';
import { environmentTargets, manifest, revisionDiff } from './fixtures';

/** Delivery API with one fixed state. */
export class FixedDeliveryApi implements DeliveryApi {
  readonly #delivery: LiveState<Delivery>;
  readonly #fleet: LiveState<Fleet>;

  static of(
    delivery: LiveState<Delivery>,
    fleet: LiveState<Fleet> = { status: 'loading' },
  ): FixedDeliveryApi {
    return new FixedDeliveryApi(delivery, fleet);
  }

  private constructor(delivery: LiveState<Delivery>, fleet: LiveState<Fleet>) {
    this.#delivery = delivery;
    this.#fleet = fleet;
  }

  follow(): Live<Delivery> {
    return fixed(this.#delivery);
  }

  followFleet(): Live<Fleet> {
    return fixed(this.#fleet);
  }

  followWaiting(): Live<Waiting> {
    return fixed({ status: 'live', value: { items: [] } });
  }

  async getReleases(): Promise<ReleasePage> {
    return { releases: [], forbiddenEnvironments: [] };
  }

  async getTimeline(): Promise<TimelinePage> {
    return { entries: [], forbiddenEnvironments: [] };
  }

  async getActivity(): Promise<ActivityPage> {
    return { items: [] };
  }

  async searchCommits(): Promise<CommitSearch> {
    return { matches: [], isTruncated: false };
  }

  async getManifest(): Promise<Manifest> {
    return manifest;
  }

  async getEnvironments(): Promise<EnvironmentTarget[]> {
    return environmentTargets;
  }

  async getRevisionDiff(): Promise<RevisionDiff> {
    return revisionDiff;
  }
}

function fixed<T>(state: LiveState<T>): Live<T> {
  return {
    getState: () => state,
    subscribe: () => () => {},
    retry: () => {},
  };
}
