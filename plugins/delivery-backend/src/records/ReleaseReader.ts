import { InputError, NotAllowedError } from '@backstage/errors';
import type { ReleasePage } from '@fairway/backstage-plugin-delivery-common';
import { matchesNamespace } from '../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import type { DeliveryView } from '../delivery/DeliveryReader';
import type { ReleaseQuery, ReleaseStore } from './ReleaseStore';

/** What part of a service's releases is asked for. */
export interface ReleaseSelection extends Pick<
  ReleaseQuery,
  'workload' | 'limit' | 'cursor'
> {
  /** Name of an environment; all that the viewer may read without it */
  environment?: string;
}

/** Reads one service's releases from the records. */
export class ReleaseReader {
  readonly #store: ReleaseStore;
  readonly #environments: EnvironmentConfig[];

  static create(options: {
    store: ReleaseStore;
    environments: EnvironmentConfig[];
  }): ReleaseReader {
    return new ReleaseReader(options);
  }

  private constructor(options: Parameters<typeof ReleaseReader.create>[0]) {
    this.#store = options.store;
    this.#environments = options.environments;
  }

  /**
   * @throws InputError for an environment or cursor that there is not
   * @throws NotAllowedError for an environment that the viewer may not read
   */
  async read(
    view: DeliveryView,
    { environment, ...selection }: ReleaseSelection,
  ): Promise<ReleasePage> {
    const asked = this.#asked(environment);
    const isReadable = ({ name }: EnvironmentConfig) =>
      view.environments.includes(name);
    const refused = asked.filter(e => !isReadable(e)).map(({ name }) => name);
    if (environment !== undefined && refused.length) {
      throw new NotAllowedError(
        `You may not read the environment '${environment}' of this service; whoever looks after the portal's permissions can grant delivery.read`,
      );
    }
    const { releases, nextCursor } = await this.#store.page({
      ...selection,
      service: view.query,
      environments: asked.filter(isReadable),
    });
    return {
      releases: releases.map(release => ({
        ...release,
        entityRef: view.query.entityRef,
        environment: this.#environmentOf(release),
      })),
      ...(nextCursor && { nextCursor }),
      refused,
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

  #environmentOf(release: { cluster: string; namespace: string }): string {
    const environment = this.#environments.find(
      e =>
        e.cluster === release.cluster && matchesNamespace(e, release.namespace),
    );
    if (!environment) {
      throw new Error(
        `A release of namespace '${release.namespace}' in cluster '${release.cluster}' was found in no environment`,
      );
    }
    return environment.name;
  }
}
