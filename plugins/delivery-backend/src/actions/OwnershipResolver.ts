import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DISCOVERED_LOCATION,
  KUBERNETES_ID,
} from '@fairway/backstage-plugin-delivery-common';
import { repositoryOf } from './ownRepository';
import type {
  LocatedJob,
  PipelineProviders,
} from '../extensions/PipelineProviders';

const FIELDS = [
  ...['kind', 'metadata.namespace', 'metadata.name'],
  'metadata.annotations',
];

/**
 * Knows where several catalog files say that the same is theirs. Anybody may write
 * that, so that it proves nothing then. Files of one repository are of one mind, what
 * the portal found has no say, and what its own configuration names is believed.
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
   * Who else names the `backstage.io/kubernetes-id` that an entity names.
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
   * Checks that the jobs that an entity names are its own: where others name one,
   * what it built last has to be of the repository of the entity's catalog file.
   *
   * @throws NotAllowedError that names the job and the others
   */
  async checkJobs(entity: Entity, signal: AbortSignal): Promise<void> {
    const { providers } = this.#options;
    const { jobs } = providers.locate(entity);
    if (!jobs.length) return;
    const names = providers
      .all()
      .flatMap(({ annotation: [name], formerAnnotations = [] }) => [
        name,
        ...formerAnnotations,
      ]);
    for (const located of jobs) {
      const conflictingOwners = await this.#conflictingOwners(
        entity,
        names.map(name => ({
          [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
        })),
        other =>
          providers.locate(other).jobs.some(each => isSameJob(each, located)),
      );
      if (!conflictingOwners.length) continue;
      const { provider, job } = located;
      const repository = repositoryOf(originOf(entity));
      const isProved =
        repository !== undefined &&
        (await provider.builds?.(job, repository, { signal }));
      if (isProved) continue;
      throw new NotAllowedError(
        `Job '${job.job}' is that of ${conflictingOwners.join(' and ')} too, and what it built last is not of ${repository ?? 'a repository that the portal knows'}: the one whose it is not names another in its catalog file`,
      );
    }
  }

  async #conflictingOwners(
    entity: Entity,
    filter: EntityFilterQuery,
    isClaim: (other: Entity) => boolean,
  ): Promise<string[]> {
    const source = sourceOf(entity);
    if (source.startsWith('file:')) return [];
    const self = stringifyEntityRef(entity);
    const { catalog, getCredentials } = this.#options;
    const pages = catalog.streamEntities(
      { filter, fields: FIELDS },
      { credentials: await getCredentials() },
    );
    const conflictingOwners: string[] = [];
    for await (const page of pages) {
      const others = page.filter(
        other =>
          stringifyEntityRef(other) !== self &&
          ![source, DISCOVERED_LOCATION].includes(sourceOf(other)) &&
          isClaim(other),
      );
      conflictingOwners.push(...others.map(other => stringifyEntityRef(other)));
    }
    return conflictingOwners;
  }
}

function isSameJob(a: LocatedJob, b: LocatedJob): boolean {
  return (
    a.provider === b.provider &&
    a.job.server === b.job.server &&
    a.job.job === b.job.job
  );
}

/** From which repository, or where else, the catalog read an entity. No file can say that of itself. */
function sourceOf(entity: Entity): string {
  const origin = originOf(entity);
  return repositoryOf(origin) ?? origin;
}

function originOf({ metadata }: Entity): string {
  return metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] ?? '';
}
