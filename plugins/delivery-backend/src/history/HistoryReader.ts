import { InputError, NotAllowedError } from '@backstage/errors';
import {
  clusterProblem,
  deliveryReadPermission,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ReleasePage,
  TimelinePage,
} from '@fairway/backstage-plugin-delivery-common';
import { environmentOf } from '../config';
import type { EnvironmentConfig } from '../config';
import type { DeliveryView } from '../services';
import type { HistoryQuery } from './historyQuery';
import { foldTimeline } from './foldTimeline';
import type { ReleaseStore } from './ReleaseStore';
import type { TimelineStore } from './TimelineStore';

/** Selects some of a service's records. */
interface HistorySelection extends Pick<
  HistoryQuery,
  'namespace' | 'workload' | 'limit' | 'cursor'
> {
  /** Name of an environment; all that the viewer may read if it is omitted */
  environment?: string;
}

/** Reads one service's recorded releases and timeline. */
export class HistoryReader {
  readonly #releases: Pick<ReleaseStore, 'page'>;
  readonly #timeline: Pick<TimelineStore, 'page'>;
  readonly #environments: EnvironmentConfig[];

  static create(options: {
    releases: Pick<ReleaseStore, 'page'>;
    timeline: Pick<TimelineStore, 'page'>;
    environments: EnvironmentConfig[];
  }): HistoryReader {
    return new HistoryReader(options);
  }

  private constructor(options: Parameters<typeof HistoryReader.create>[0]) {
    this.#releases = options.releases;
    this.#timeline = options.timeline;
    this.#environments = options.environments;
  }

  /**
   * One page of releases, newest first.
   *
   * @throws InputError if the environment does not exist or the cursor is not valid
   * @throws NotAllowedError if the viewer may not read the environment
   */
  async releases(
    view: DeliveryView,
    selection: HistorySelection,
  ): Promise<ReleasePage> {
    const { query, forbiddenEnvironments } = this.#query(view, selection);
    const { releases, ...rest } = await this.#releases.page(query);
    return {
      releases: releases.map(release => ({
        ...release,
        ...this.#locationOf(view, release),
      })),
      ...rest,
      forbiddenEnvironments,
    };
  }

  /**
   * One page of timeline entries, newest first.
   *
   * @throws InputError if the environment does not exist or the cursor is not valid
   * @throws NotAllowedError if the viewer may not read the environment
   */
  async timeline(
    view: DeliveryView,
    selection: HistorySelection,
  ): Promise<TimelinePage> {
    const { query, forbiddenEnvironments } = this.#query(view, selection);
    const { events, ...rest } = await this.#timeline.page(query);
    return {
      entries: foldTimeline(events).map(entry => ({
        ...entry,
        ...this.#locationOf(view, entry),
      })),
      ...rest,
      forbiddenEnvironments,
    };
  }

  #query(
    view: DeliveryView,
    { environment, ...selection }: HistorySelection,
  ): { query: HistoryQuery; forbiddenEnvironments: string[] } {
    const selected = this.#select(environment);
    const isReadable = ({ name }: EnvironmentConfig) =>
      view.environments.includes(name);
    const forbiddenEnvironments = selected
      .filter(e => !isReadable(e))
      .map(({ name }) => name);
    if (environment !== undefined && forbiddenEnvironments.length) {
      throw problemError(
        NotAllowedError,
        clusterProblem('environmentForbidden', {
          environment,
          permission: deliveryReadPermission.name,
        }),
      );
    }
    return {
      query: {
        ...selection,
        service: view.query,
        environments: selected.filter(isReadable),
      },
      forbiddenEnvironments,
    };
  }

  #select(name: string | undefined): EnvironmentConfig[] {
    if (name === undefined) return this.#environments;
    const selected = this.#environments.filter(e => e.name === name);
    if (!selected.length) {
      throw problemError(
        InputError,
        requestProblem('environmentUnknown', {
          environment: name,
          environments: this.#environments.map(e => e.name).join(', '),
        }),
      );
    }
    return selected;
  }

  #locationOf(
    view: DeliveryView,
    { cluster, namespace }: { cluster: string; namespace: string },
  ): { entityRef: string; environment: string } {
    const environment = environmentOf(this.#environments, {
      cluster,
      namespace,
    });
    if (!environment) {
      throw new Error(
        `A record of namespace '${namespace}' in cluster '${cluster}' belongs to no environment`,
      );
    }
    return { entityRef: view.query.entityRef, environment: environment.name };
  }
}
