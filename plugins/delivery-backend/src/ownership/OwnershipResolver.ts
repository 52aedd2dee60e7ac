import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError, isError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID,
  pipelineProblem,
  problemOf,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  CodedMessage,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { JobIdentity } from '@fairway/backstage-plugin-delivery-node';
import { isDeepStrictEqual } from 'node:util';
import { isBoundTo } from '../config';
import type { JobBinding } from '../config';
import type {
  LocatedJob,
  LocatedJobs,
  PipelineProviders,
} from '../extensions/PipelineProviders';
import { claimantOf, isDiscovered, isSameSource, strongest } from './claims';
import type { Claimant } from './claims';
import { ClaimIndex } from './ClaimIndex';
import type { Claim, ClaimStore, RecordedClaim } from './ClaimStore';
import { containsJob, jobAndFolders, jobResource } from './jobs';
import type { Repositories } from './Repositories';
import type { IdClaims } from './workloads';

/** How long a page may show a job by what the job built before. */
const REUSE_MS = 60_000;

const FIELDS = [
  ...['kind', 'metadata.namespace', 'metadata.name'],
  ...['metadata.annotations', 'relations'],
];

/** Whether a job belongs to an entity. */
type JobOwnership =
  | { state: 'proven' }
  /** Nothing proves that it does, and nothing proves that it belongs to another entity */
  | ({ state: 'unproven' } & JobIdentity)
  | { state: 'contested' | 'other'; owners: string[] };

/**
 * Decides which entity a workload or a job belongs to, for views and actions. A
 * claim in a catalog file needs a proof, because anyone can write one. Claims are
 * recorded, so that a later one never takes anything from an earlier one.
 */
export class OwnershipResolver {
  readonly #options: Parameters<typeof OwnershipResolver.create>[0];
  #isRead = false;
  /** Claims that exist, by entity ref */
  #claims = new Map<string, Claim[]>();
  #recorded: RecordedClaim[] = [];
  #index = new ClaimIndex([], []);
  readonly #identities = new Map<
    string,
    { at: number; identity: JobIdentity }
  >();

  static create(options: {
    catalog: Pick<CatalogService, 'streamEntities'>;
    getCredentials: () => Promise<BackstageCredentials>;
    providers: Pick<PipelineProviders, 'all' | 'locate'>;
    jobBindings: JobBinding[];
    repositories: Repositories;
    store: ClaimStore;
    clock: Pick<Clock, 'now'>;
  }): OwnershipResolver {
    return new OwnershipResolver(options);
  }

  private constructor(options: Parameters<typeof OwnershipResolver.create>[0]) {
    this.#options = options;
  }

  /** Reads all claims from the catalog, and records the new ones. */
  async refresh(): Promise<void> {
    const { catalog, getCredentials, store } = this.#options;
    const pages = catalog.streamEntities(
      { filter: this.#filter(), fields: FIELDS },
      { credentials: await getCredentials() },
    );
    const claims = new Map<string, Claim[]>();
    for await (const page of pages) {
      for (const entity of page) {
        claims.set(stringifyEntityRef(entity), this.#claimsOf(entity));
      }
    }
    this.#recorded = await store.recorded();
    await this.#update(claims);
    this.#isRead = true;
  }

  /** Records the claims of an entity that is newer than the last read of the catalog. */
  async know(entity: Entity): Promise<void> {
    // Otherwise the first one who asks after the installation would be recorded first.
    if (!this.#isRead) await this.refresh();
    const { entityRef } = claimantOf(entity);
    const claims = this.#claimsOf(entity);
    const known = this.#claims.get(entityRef) ?? [];
    if (isDeepStrictEqual(known, claims)) return;
    await this.#update(new Map(this.#claims).set(entityRef, claims));
  }

  /** Claims to the id of an entity; undefined if no other entity has ever named the id. */
  idClaims(entity: Entity): IdClaims | undefined {
    const id = entity.metadata.annotations?.[KUBERNETES_ID];
    if (id === undefined) return undefined;
    const self = claimantOf(entity);
    const resource = idResource(id);
    const others = this.#index
      .claimants(resource)
      .filter(({ entityRef }) => entityRef !== self.entityRef);
    const claimants = [self, ...others];
    const first = this.#index.first([resource], claimants);
    const isAlone = !others.length && (isDiscovered(self) || first.length > 0);
    if (isAlone) return undefined;
    return {
      claimants: claimants.map(claimant => ({
        ...claimant,
        isFirst: first.includes(claimant),
      })),
      first: this.#index.firstRecorded([resource]),
    };
  }

  /**
   * The jobs that an entity names and may show. A job that it may not show is
   * left out, and the problem says why.
   */
  async viewableJobs(
    entity: Entity,
    signal: AbortSignal,
  ): Promise<LocatedJobs> {
    return this.#viewableJobs(entity, located =>
      this.#recentIdentity(located, signal),
    );
  }

  /**
   * The jobs that an entity may show by what is recorded, without a request to the CI
   * server. A job of which nothing is recorded is left out.
   */
  async knownViewableJobs(entity: Entity): Promise<LocatedJob[]> {
    const { jobs } = await this.#viewableJobs(entity, async located => {
      const key = jobResource(located);
      const known =
        this.#identities.get(key)?.identity ??
        (await this.#options.store.jobIdentity(key));
      if (!known) throw new ServiceUnavailableError(`${key} was not read yet`);
      return known;
    });
    return jobs;
  }

  async #viewableJobs(
    entity: Entity,
    identify: (located: LocatedJob) => Promise<JobIdentity>,
  ): Promise<LocatedJobs> {
    const located = this.#options.providers.locate(entity);
    await this.know(entity);
    const jobs: LocatedJob[] = [];
    let { problem } = located;
    for (const each of located.jobs) {
      try {
        const ownership = await this.#jobOwnership(entity, each, () =>
          identify(each),
        );
        const isShown =
          ownership.state === 'proven' ||
          (ownership.state === 'unproven' && each.provider.viewWithoutProof);
        if (isShown) jobs.push(each);
        else problem ??= jobProblem(entity, each, ownership);
      } catch (error) {
        // Nothing is known of a job that does not exist, but that it is missing.
        const isMissing = isError(error) && error.name === 'NotFoundError';
        if (isMissing) jobs.push(each);
        else problem ??= problemOf(error);
      }
    }
    return { jobs, ...(problem && { problem }) };
  }

  /** Why an entity may not act on a job that it names. */
  async actionRefusal(
    entity: Entity,
    located: LocatedJob,
    signal: AbortSignal,
  ): Promise<Refusal | undefined> {
    await this.know(entity);
    const identity = await this.#readIdentity(located, signal);
    if (identity.isFolder) {
      const { job } = located.job;
      return refusal(
        'jobNotOwned',
        {},
        pipelineProblem('jobIsFolder', { job }),
      );
    }
    const ownership = await this.#jobOwnership(
      entity,
      located,
      async () => identity,
    );
    return ownership.state === 'proven'
      ? undefined
      : refusal('jobNotOwned', {}, jobProblem(entity, located, ownership));
  }

  /** Why an entity may not create a job: configuration binds its name, or a folder, to others. */
  bindingRefusal(entity: Entity, located: LocatedJob): Refusal | undefined {
    const ownership = this.#boundToOther(claimantOf(entity), located);
    return (
      ownership &&
      refusal('jobNotOwned', {}, jobProblem(entity, located, ownership))
    );
  }

  async #jobOwnership(
    entity: Entity,
    located: LocatedJob,
    identify: () => Promise<JobIdentity>,
  ): Promise<JobOwnership> {
    const self = claimantOf(entity);
    const { job } = located;
    const binding = this.#bindingOf(job);
    const bound = this.#boundToOther(self, located);
    if (bound) return bound;
    const otherClaimants = this.#overlapping(located, self).filter(
      claimant => !binding || isBoundTo(binding, claimant),
    );
    const isConfigured = self.isTrusted || binding !== undefined;
    const isOther = (claimant: Claimant) => !isSameSource(claimant, self);
    // Then nothing else can change the result, and the CI server need not be read.
    const isDecided =
      isConfigured &&
      !otherClaimants.some(
        each => isOther(each) && (each.isTrusted || binding),
      );
    if (isDecided) return { state: 'proven' };
    const identity = await identify();
    const { repositories } = identity;
    const claimants = [self, ...otherClaimants];
    const first = this.#index.first(overlappingResources(located), claimants);
    const winners = strongest(
      claimants.map(claimant => ({
        claimant,
        isConfigured: claimant.isTrusted || binding !== undefined,
        isNamed: false,
        isBuiltFromSource: repositories.some(each =>
          this.#options.repositories.isSame(each, claimant.source),
        ),
        isFirst: first.includes(claimant),
      })),
    );
    const own = winners.find(({ claimant }) => claimant === self);
    const others = winners
      .map(({ claimant }) => claimant)
      .filter(isOther)
      .map(({ entityRef }) => entityRef);
    // The first claim decides between equal proofs, but proves nothing for a job by itself.
    const isProof = winners.some(
      claim => claim.isConfigured || claim.isBuiltFromSource,
    );
    if (!isProof) return { state: 'unproven', ...identity };
    if (!own) return { state: 'other', owners: others };
    return others.length
      ? { state: 'contested', owners: others }
      : { state: 'proven' };
  }

  #boundToOther(
    self: Claimant,
    { job }: LocatedJob,
  ): Extract<JobOwnership, { owners: string[] }> | undefined {
    const binding = this.#bindingOf(job);
    return binding && !isBoundTo(binding, self)
      ? { state: 'other', owners: [...binding.entities, ...binding.owners] }
      : undefined;
  }

  /** The most specific binding of a job. */
  #bindingOf(job: LocatedJob['job']): JobBinding | undefined {
    return this.#options.jobBindings
      .filter(binding => containsJob(binding, job))
      .sort((a, b) => b.job.length - a.job.length)
      .at(0);
  }

  /** Other entities that claim a job, a folder that contains it, or something in it. */
  #overlapping(located: LocatedJob, self: Claimant): Claimant[] {
    const found = new Map<string, Claimant>();
    for (const resource of overlappingResources(located)) {
      for (const claimant of this.#index.claimants(resource)) {
        found.set(claimant.entityRef, claimant);
      }
    }
    found.delete(self.entityRef);
    return [...found.values()].filter(claimant => !isDiscovered(claimant));
  }

  async #recentIdentity(
    located: LocatedJob,
    signal: AbortSignal,
  ): Promise<JobIdentity> {
    const { clock, store } = this.#options;
    const key = jobResource(located);
    const known = this.#identities.get(key);
    if (known && clock.now() - known.at < REUSE_MS) return known.identity;
    try {
      return await this.#readIdentity(located, signal);
    } catch (error) {
      // Stored runs are shown while the CI server is out of reach.
      const stored = await store.jobIdentity(key);
      if (stored) return stored;
      throw error;
    }
  }

  async #readIdentity(
    located: LocatedJob,
    signal: AbortSignal,
  ): Promise<JobIdentity> {
    const { provider, job } = located;
    const identity = (await provider.identifyJob?.(job, { signal })) ?? {
      isFolder: false,
      repositories: [],
    };
    const key = jobResource(located);
    const isNew = !isDeepStrictEqual(
      this.#identities.get(key)?.identity,
      identity,
    );
    this.#identities.set(key, { at: this.#options.clock.now(), identity });
    if (isNew) await this.#options.store.putJobIdentity(key, identity);
    return identity;
  }

  #claimsOf(entity: Entity): Claim[] {
    const claimant = claimantOf(entity);
    const id = entity.metadata.annotations?.[KUBERNETES_ID];
    const jobs = this.#options.providers.locate(entity).jobs;
    return [
      ...(id === undefined ? [] : [idResource(id)]),
      ...jobs.flatMap(located => [
        jobResource(located),
        // So that a claim to a folder finds the claims to what is in it
        ...jobAndFolders(located).slice(0, -1).map(withinResource),
      ]),
    ].map(resource => ({ resource, claimant }));
  }

  async #update(claimsOf: ReadonlyMap<string, Claim[]>): Promise<void> {
    const { store, clock } = this.#options;
    const claims = [...claimsOf.values()].flat();
    const firstSeen = new Date(clock.now()).toISOString();
    const recordedIndex = new ClaimIndex([], this.#recorded);
    const added = claims
      .filter(claim => !isDiscovered(claim.claimant))
      .filter(claim => !recordedIndex.hasRecorded(claim))
      .map(({ resource, claimant }) => ({
        resource,
        entityRef: claimant.entityRef,
        source: claimant.source,
        owners: claimant.owners,
        firstSeen,
      }));
    if (added.length) {
      await store.record(added);
      // Another replica may have recorded them before.
      this.#recorded = await store.recorded();
    }
    const resources = new Set(claims.map(({ resource }) => resource));
    for (const job of this.#identities.keys()) {
      if (!resources.has(job)) this.#identities.delete(job);
    }
    this.#claims = new Map(claimsOf);
    this.#index = new ClaimIndex(claims, this.#recorded);
  }

  #filter(): EntityFilterQuery {
    const annotations = this.#options.providers
      .all()
      .flatMap(({ annotation: [name], legacyAnnotations = [] }) => [
        name,
        ...legacyAnnotations,
      ]);
    return [KUBERNETES_ID, ...annotations].map(name => ({
      [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
    }));
  }
}

function jobProblem(
  entity: Entity,
  { job }: LocatedJob,
  ownership: Exclude<JobOwnership, { state: 'proven' }>,
): CodedMessage {
  const { entityRef, source } = claimantOf(entity);
  const values = { job: job.job, entityRef };
  if (ownership.state === 'unproven') {
    if (ownership.isFolder) return pipelineProblem('jobIsFolder', values);
    return ownership.repositories.length
      ? pipelineProblem('jobOfOtherRepository', {
          ...values,
          repositories: ownership.repositories.join(', '),
          source,
        })
      : pipelineProblem('jobNotProven', values);
  }
  const owners = ownership.owners.join(', ');
  return ownership.state === 'other'
    ? pipelineProblem('jobOfOther', { ...values, owners })
    : pipelineProblem('jobContested', { ...values, owners });
}

/** Keys of the claims to a job, to the folders that contain it, and to what it contains. */
function overlappingResources(located: LocatedJob): string[] {
  return [...jobAndFolders(located), withinResource(jobResource(located))];
}

function idResource(id: string): string {
  return JSON.stringify([KUBERNETES_ID, id]);
}

function withinResource(folder: string): string {
  return `${folder}/`;
}
