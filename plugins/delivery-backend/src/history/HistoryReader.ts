import { InputError, NotAllowedError } from '@backstage/errors';
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

/** What part of a service's records is asked for. */
export interface HistorySelection extends Pick<
  HistoryQuery,
  'namespace' | 'workload' | 'limit' | 'cursor'
> {
  /** Name of an environment; all that the viewer may read without it */
  environment?: string;
}

/** Reads one service's releases and timeline from the records. */
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
   * @throws InputError for an environment or cursor that there is not
   * @throws NotAllowedError for an environment that the viewer may not read
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
        ...this.#whereItShows(view, release),
      })),
      ...rest,
      forbiddenEnvironments,
    };
  }

  /**
   * @throws InputError for an environment or cursor that there is not
   * @throws NotAllowedError for an environment that the viewer may not read
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
        ...this.#whereItShows(view, entry),
      })),
      ...rest,
      forbiddenEnvironments,
    };
  }

  #query(
    view: DeliveryView,
    { environment, ...selection }: HistorySelection,
  ): { query: HistoryQuery; forbiddenEnvironments: string[] } {
    const asked = this.#asked(environment);
    const isReadable = ({ name }: EnvironmentConfig) =>
      view.environments.includes(name);
    const forbiddenEnvironments = asked
      .filter(e => !isReadable(e))
      .map(({ name }) => name);
    if (environment !== undefined && forbiddenEnvironments.length) {
      throw new NotAllowedError(
        `You may not read the environment '${environment}' of this service; whoever looks after the portal's permissions can grant delivery.read`,
      );
    }
    return {
      query: {
        ...selection,
        service: view.query,
        environments: asked.filter(isReadable),
      },
      forbiddenEnvironments,
    };
  }

  #asked(name: string | undefined): EnvironmentConfig[] {
    if (name === undefined) return this.#environments;
    const asked = this.#environments.filter(e => e.name === name);
    if (!asked.length) {
      throw new InputError(
        `delivery.environments has no environment '${name}'; it has ${this.#environments
          .map(e => `'${e.name}'`)
          .join(', ')}`,
      );
    }
    return asked;
  }

  #whereItShows(
    view: DeliveryView,
    { cluster, namespace }: { cluster: string; namespace: string },
  ): { entityRef: string; environment: string } {
    const environment = environmentOf(this.#environments, {
      cluster,
      namespace,
    });
    if (!environment) {
      throw new Error(
        `A record of namespace '${namespace}' in cluster '${cluster}' was found in no environment`,
      );
    }
    return { entityRef: view.query.entityRef, environment: environment.name };
  }
}
