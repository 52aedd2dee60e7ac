import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  JobIdentity,
  PipelineProvider,
} from '@fairway/backstage-plugin-delivery-node';
import { ManualClock } from '../../__testUtils__/ManualClock';
import type { JobBinding } from '../../config';
import { PipelineProviders } from '../../extensions/PipelineProviders';
import { OwnershipResolver } from '../OwnershipResolver';
import { Repositories } from '../Repositories';
import { MemoryClaimStore } from './MemoryClaimStore';

export const GIT = 'https://git.example/harbour';
const JOB = 'ci.example/job';
const ID = 'backstage.io/kubernetes-id';

/** A Component whose catalog file is in a repository, or at another location. */
export function component(options: {
  name: string;
  /** Name of the repository in the organization `harbour` */
  repository?: string;
  /** Location instead of one in a repository */
  location?: string;
  /** Name of the group that owns it */
  owner?: string;
  job?: string;
  id?: string;
}): Entity {
  const { name, repository = name, owner = 'shop', job, id } = options;
  const { location = `url:${GIT}/${repository}/src/branch/main/a.yaml` } =
    options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': location,
        // The file says it of itself.
        'backstage.io/source-location': `url:${GIT}/billing/`,
        ...(job !== undefined && { [JOB]: job }),
        ...(id !== undefined && { [ID]: id }),
      },
    },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

/** An {@link OwnershipResolver} on a catalog and a CI server in memory. */
export function ownershipPortal(
  options: { jobBindings?: JobBinding[]; viewWithoutProof?: boolean } = {},
) {
  let entities: Entity[] = [];
  const jobs = new Map<string, JobIdentity>();
  let isReachable = true;
  const providers = new PipelineProviders();
  providers.add({
    name: 'ci',
    annotation: [JOB, 'folder/job'],
    viewWithoutProof: options.viewWithoutProof,
    locate: ({ metadata: { annotations = {} } }: Entity) =>
      [annotations[JOB] ?? []].flat().map(job => ({ server: 'default', job })),
    identifyJob: async ({ job }) => {
      if (!isReachable) throw new Error('the CI server does not answer');
      // Like Jenkins, whatever the case
      const identity = jobs.get(job.toLowerCase());
      if (!identity) throw new NotFoundError(`There is no job ${job}`);
      return identity;
    },
  } as Partial<PipelineProvider> as PipelineProvider);
  const clock = new ManualClock();
  const repositories = Repositories.fromConfig(new ConfigReader({}));
  const store = new MemoryClaimStore();
  const create = () =>
    OwnershipResolver.create({
      catalog: {
        streamEntities: (request, callOptions) =>
          catalogServiceMock({ entities }).streamEntities(request, callOptions),
      },
      getCredentials: async () => mockCredentials.service(),
      providers,
      jobBindings: options.jobBindings ?? [],
      repositories,
      store,
      clock,
    });
  const resolver = create();
  const { signal } = new AbortController();
  return {
    resolver,
    repositories,
    clock,
    /** A resolver after a restart of the portal */
    create,
    /** Sets what a job or folder builds. */
    build(job: string, ...names: string[]) {
      jobs.set(job, {
        isFolder: false,
        repositories: names.map(name => `${GIT}/${name}.git`),
      });
    },
    folder(name: string) {
      jobs.set(name, { isFolder: true, repositories: [] });
    },
    disconnect() {
      isReachable = false;
    },
    /** Sets the entities of the catalog, and reads them a second later. */
    async setCatalog(...given: Entity[]) {
      entities = given;
      await clock.pass(1_000);
      await resolver.refresh();
    },
    /** Code of the reason why an entity may not act on its job. */
    async actionProblem(entity: Entity): Promise<string | undefined> {
      const [located] = providers.locate(entity).jobs;
      const refused = await resolver.actionRefusal(entity, located, signal);
      return refused?.cause?.code;
    },
    /** Names of the jobs that an entity may show, or the code of the problem. */
    async viewed(entity: Entity, by = resolver): Promise<string[] | string> {
      const { jobs: shown, problem } = await by.viewableJobs(entity, signal);
      return problem?.code ?? shown.map(({ job }) => job.job);
    },
  };
}
