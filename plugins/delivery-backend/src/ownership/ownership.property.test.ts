import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import {
  component,
  GIT,
  ownershipPortal,
} from './__testUtils__/ownershipPortal';
import { claimantOf } from './claims';
import { objectOwnership } from './workloads';

/** Number of pairs of claims that are checked for each property. */
const RUNS = 500;

const JOB = 'harbour/billing';

/** Names of jobs that overlap with the owner's, or look like it. */
const rivalJob = fc
  .constantFrom(
    JOB,
    'harbour',
    'harbour/billing/main',
    'harbour/billing/feature%2Fx',
    'harbour/billing-2',
    'harbour/bill',
    'billing',
  )
  .chain(job =>
    fc.constantFrom(job, job.toUpperCase(), job.replace(/^h/, 'H')),
  );

/** What happens to the catalog after the owner is in it. */
const events = fc.array(
  fc.constantFrom(
    'rival comes',
    'rival goes',
    'owner goes',
    'owner comes back',
    'owner moves its repository',
    'owner is renamed',
    'portal restarts',
  ),
  { maxLength: 8 },
);

function owner(given: Partial<Parameters<typeof component>[0]>): Entity {
  return component({ name: 'billing', id: 'billing', job: JOB, ...given });
}

describe('ownership of jobs', () => {
  it('no rival gains access, and no rightful owner loses it', async () => {
    await fc.assert(
      fc.asyncProperty(
        rivalJob,
        events,
        fc.boolean(),
        async (job, steps, isRivalFirst) => {
          const portal = ownershipPortal();
          portal.folder('harbour');
          portal.build('harbour/billing-2', 'billing-2');
          portal.build('harbour/bill', 'bill');
          portal.build('billing', 'other');
          const buildFrom = (repository: string) =>
            ['', '/main', '/feature%2fx'].forEach(branch =>
              portal.build(`${JOB}${branch}`, repository),
            );
          const rival = component({ name: 'mine', owner: 'others', job });
          let current = owner({});
          let isThere = true;
          let isRivalThere = isRivalFirst;
          buildFrom('billing');
          if (isRivalFirst) await portal.setCatalog(rival);
          for (const step of ['start', ...steps]) {
            switch (step) {
              case 'rival comes':
                isRivalThere = true;
                break;
              case 'rival goes':
                isRivalThere = false;
                break;
              case 'owner goes':
                isThere = false;
                break;
              case 'owner comes back':
                isThere = true;
                break;
              case 'owner moves its repository':
                current = owner({ repository: 'billing-moved' });
                buildFrom('billing-moved');
                break;
              case 'owner is renamed':
                current = owner({
                  name: 'billing-renamed',
                  repository: 'billing',
                });
                buildFrom('billing');
                break;
              default:
            }
            await portal.setCatalog(
              ...(isRivalThere ? [rival] : []),
              ...(isThere ? [current] : []),
            );
            if (isRivalThere) {
              expect(await portal.actionProblem(rival)).toBeDefined();
              expect(typeof (await portal.viewed(rival))).toBe('string');
            }
            if (isThere) {
              expect(await portal.actionProblem(current)).toBeUndefined();
              expect(await portal.viewed(current)).toEqual([JOB]);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('ownership of workloads', () => {
  it('no rival gains access, and no rightful owner loses it', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.constantFrom('label', 'source', 'annotation'),
        fc.boolean(),
        async (steps, proof, isRivalFirst) => {
          const portal = ownershipPortal();
          const rival = component({
            name: 'mine',
            owner: 'others',
            id: 'billing',
          });
          let current = owner({});
          let isThere = true;
          let isRivalThere = isRivalFirst;
          // With the label alone, the claim that was recorded first is the rightful one.
          if (isRivalFirst && proof !== 'label') await portal.setCatalog(rival);
          for (const step of ['start', ...steps]) {
            switch (step) {
              case 'rival comes':
                isRivalThere = true;
                break;
              case 'rival goes':
                isRivalThere = false;
                break;
              case 'owner goes':
                isThere = false;
                break;
              case 'owner comes back':
                isThere = true;
                break;
              case 'owner moves its repository':
                current = owner({ repository: 'billing-moved' });
                break;
              case 'owner is renamed':
                current = owner({
                  name: 'billing-renamed',
                  repository: 'billing',
                });
                break;
              default:
            }
            await portal.setCatalog(...(isThere ? [current] : []));
            await portal.setCatalog(
              ...(isThere ? [current] : []),
              ...(isRivalThere ? [rival] : []),
            );
            const ownerOf = claimantOf(current);
            const source = current.metadata.annotations?.[
              'backstage.io/managed-by-location'
            ]?.includes('billing-moved')
              ? 'billing-moved'
              : 'billing';
            const workload = {
              id: 'billing',
              ...(proof === 'source' && { repository: `${GIT}/${source}` }),
              ...(proof === 'annotation' && { entity: ownerOf.entityRef }),
            };
            const stateFor = (entity: Entity) =>
              objectOwnership(
                {
                  entityRef: claimantOf(entity).entityRef,
                  owners: claimantOf(entity).owners,
                  id: 'billing',
                  idClaims: portal.resolver.idClaims(entity),
                },
                workload,
                portal.repositories,
              ).state;
            if (isRivalThere && (isThere || proof !== 'source')) {
              expect(stateFor(rival)).toBe('other');
            }
            if (isThere) expect(stateFor(current)).toBe('owned');
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('claims of the same time and proof are contested, and both are named', async () => {
    const portal = ownershipPortal();
    const one = owner({});
    const other = component({ name: 'mine', owner: 'others', id: 'billing' });
    await portal.setCatalog(one, other);
    for (const entity of [one, other]) {
      const { entityRef, owners } = claimantOf(entity);
      expect(
        objectOwnership(
          {
            entityRef,
            owners,
            id: 'billing',
            idClaims: portal.resolver.idClaims(entity),
          },
          { id: 'billing' },
          portal.repositories,
        ),
      ).toEqual({
        state: 'contested',
        claimants: expect.arrayContaining([
          'component:default/billing',
          'component:default/mine',
        ]),
      });
    }
  });
});
