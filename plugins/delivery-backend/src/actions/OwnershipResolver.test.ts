import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { PipelineProvider } from '@fairway/backstage-plugin-delivery-node';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { OwnershipResolver } from './OwnershipResolver';

const GIT = 'https://git.example/harbour';
const KUBERNETES_ID = 'backstage.io/kubernetes-id';
const JOB = 'ci.example/job';
const FORMER_JOB = 'ci.example/old-job';

function component(
  name: string,
  origin: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'backstage.io/managed-by-origin-location': origin,
        // Which the file says of itself
        'backstage.io/source-location': `url:${GIT}/billing/`,
        ...annotations,
      },
    },
  };
}

const home = `url:${GIT}/billing/src/branch/main/catalog-info.yaml`;
const elsewhere = `url:${GIT}/mine/src/branch/main/a.yaml`;
const { signal } = new AbortController();

function claims(entities: Entity[], builds: string[] = []) {
  const providers = new PipelineProviders();
  providers.add({
    name: 'ci',
    annotation: [JOB, 'folder/job'],
    legacyAnnotations: [FORMER_JOB],
    locate: ({ metadata: { annotations = {} } }: Entity) =>
      [annotations[JOB] ?? annotations[FORMER_JOB] ?? []]
        .flat()
        .map(job => ({ server: 'default', job: job.replace(/^default:/, '') })),
    lastBuildMatchesRepository: async (_, repositoryUrl) =>
      builds.includes(repositoryUrl),
  } as Partial<PipelineProvider> as PipelineProvider);
  return OwnershipResolver.create({
    catalog: catalogServiceMock({ entities }),
    getCredentials: async () => mockCredentials.service(),
    providers,
  });
}

describe('OwnershipResolver', () => {
  describe('of workloads', () => {
    const id = { [KUBERNETES_ID]: 'billing' };
    const billing = component('billing', home, id);
    const conflictingOwners = (other: Entity, entity = billing) =>
      claims([entity, other]).findConflictingOwners(entity);

    it.each([
      ['another repository', elsewhere],
      [
        'a repository with the same prefix',
        `url:${GIT}/billing-2/src/branch/main/a.yaml`,
      ],
      [
        'another server',
        'url:https://elsewhere.example/harbour/billing/-/blob/main/a.yaml',
      ],
      ['a file of the portal', 'file:/portal/catalog.yaml'],
    ])('conflict with an entity from %s', async (_, origin) => {
      expect(await conflictingOwners(component('mine', origin, id))).toEqual([
        'component:default/mine',
      ]);
    });

    it.each([
      ['of the same repository', `url:${GIT}/billing.git/tree/dev/b.yaml`, id],
      ['that the portal discovered', 'delivery:workloads', id],
      ['of another id', elsewhere, { [KUBERNETES_ID]: 'billing-2' }],
      ['of no id', elsewhere, {}],
    ])('do not conflict with an entity %s', async (_, origin, annotations) => {
      expect(
        await conflictingOwners(component('other', origin, annotations)),
      ).toEqual([]);
    });

    it('are trusted when they come from the portal’s own configuration', async () => {
      const own = component('billing', 'file:/portal/catalog.yaml', id);
      expect(
        await conflictingOwners(component('mine', elsewhere, id), own),
      ).toEqual([]);
    });
  });

  describe('of jobs', () => {
    const job = { [JOB]: 'harbour/billing' };
    const billing = component('billing', home, job);
    const mine = component('mine', elsewhere, {
      [FORMER_JOB]: 'default:harbour/billing',
    });
    const check = (entity: Entity, builds: string[] = []) =>
      claims([billing, mine], builds).jobRefusal(entity, signal);

    it('belong to the entity whose repository was built last', async () => {
      const built = [`${GIT}/billing`];
      await expect(check(billing, built)).resolves.toBeUndefined();
      await expect(check(mine, built)).resolves.toMatchObject({
        code: 'jobContested',
        message: `Job 'harbour/billing' is also claimed by component:default/billing, and its last build is not from ${GIT}/mine. Remove the job annotation from the entity that does not own it`,
      });
      await expect(check(billing)).resolves.toMatchObject({
        message: expect.stringContaining(
          "Job 'harbour/billing' is also claimed by component:default/mine",
        ),
      });
    });

    it('are refused to an entity without a repository', async () => {
      const found = component('found', 'delivery:workloads', job);
      await expect(check(found)).resolves.toMatchObject({
        code: 'jobContestedWithoutRepository',
        values: { entityRef: 'component:default/found' },
      });
    });

    it('need no proof when only one entity names them', async () => {
      const other = component('other', elsewhere, { [JOB]: 'harbour/other' });
      const alone = claims([billing, other]);
      await expect(alone.jobRefusal(billing, signal)).resolves.toBeUndefined();
      const none = component('none', elsewhere, {});
      await expect(alone.jobRefusal(none, signal)).resolves.toBeUndefined();
    });
  });
});
