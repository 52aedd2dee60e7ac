import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DISCOVERED_LOCATION,
  KUBERNETES_ID,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import { repositoryOf } from './repositoryAddress';
import type {
  LocatedJob,
  PipelineProviders,
} from '../extensions/PipelineProviders';

const FIELDS = [
  ...['kind', 'metadata.namespace', 'metadata.name'],
  'metadata.annotations',
];

/**
 * Finds out which other entities claim the workloads or jobs of an entity. Anyone can
 * write a claim into a catalog file, so several claims prove nothing. Entities from the
 * same repository never conflict. Discovered entities are ignored. Entities from the
 * portal's own configuration are trusted.
 */
export class OwnershipResolver {
  readonly #options: Parameters<typeof OwnershipResolver.create>[0];

  static create(options: {
    catalog: Pick<CatalogService, 'streamEntities'>;
    getCredentials: () => Promise<BackstageCredentials>;
    providers: Pick<PipelineProviders, 'all' | 'locate'>;
  }): OwnershipResolver {
    return new OwnershipResolver(options);
  }

  private constructor(options: Parameters<typeof OwnershipResolver.create>[0]) {
    this.#options = options;
  }

  /**
   * Other entities with the same `backstage.io/kubernetes-id`.
   *
   * @returns entity refs
   */
  async findConflictingOwners(entity: Entity): Promise<string[]> {
    const id = entity.metadata.annotations?.[KUBERNETES_ID];
    if (id === undefined) return [];
    return this.#conflictingOwners(
      entity,
      { [`metadata.annotations.${KUBERNETES_ID}`]: id },
      other => other.metadata.annotations?.[KUBERNETES_ID] === id,
    );
  }

  /**
   * Why an entity may not act on the jobs that it names: another entity claims one of
   * them, and its last build is not from the repository of the entity's catalog file.
   */
  async jobRefusal(
    entity: Entity,
    signal: AbortSignal,
  ): Promise<Refusal | undefined> {
    const { providers } = this.#options;
    const names = providers
      .all()
      .flatMap(({ annotation: [name], legacyAnnotations = [] }) => [
        name,
        ...legacyAnnotations,
      ]);
    for (const located of providers.locate(entity).jobs) {
      const owners = await this.#conflictingOwners(
        entity,
        names.map(name => ({
          [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
        })),
        other =>
          providers.locate(other).jobs.some(each => isSameJob(each, located)),
      );
      if (!owners.length) continue;
      const { provider, job } = located;
      const repository = repositoryOf(originOf(entity));
      const isProven =
        repository !== undefined &&
        (await provider.lastBuildMatchesRepository?.(job, repository, {
          signal,
        }));
      if (isProven) continue;
      const values = { job: job.job, owners: owners.join(', ') };
      return repository === undefined
        ? refusal('jobContestedWithoutRepository', {
            ...values,
            entityRef: stringifyEntityRef(entity),
          })
        : refusal('jobContested', { ...values, repository });
    }
    return undefined;
  }

  async #conflictingOwners(
    entity: Entity,
    filter: EntityFilterQuery,
    claims: (other: Entity) => boolean,
  ): Promise<string[]> {
    const source = sourceOf(entity);
    if (source.startsWith('file:')) return [];
    const self = stringifyEntityRef(entity);
    const { catalog, getCredentials } = this.#options;
    const pages = catalog.streamEntities(
      { filter, fields: FIELDS },
      { credentials: await getCredentials() },
    );
    const owners: string[] = [];
    for await (const page of pages) {
      const others = page.filter(
        other =>
          stringifyEntityRef(other) !== self &&
          ![source, DISCOVERED_LOCATION].includes(sourceOf(other)) &&
          claims(other),
      );
      owners.push(...others.map(other => stringifyEntityRef(other)));
    }
    return owners;
  }
}

function isSameJob(a: LocatedJob, b: LocatedJob): boolean {
  return (
    a.provider === b.provider &&
    a.job.server === b.job.server &&
    a.job.job === b.job.job
  );
}

/** Repository, or other location, that the catalog read an entity from. No catalog file can claim that. */
function sourceOf(entity: Entity): string {
  const origin = originOf(entity);
  return repositoryOf(origin) ?? origin;
}

function originOf({ metadata }: Entity): string {
  return metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] ?? '';
}
