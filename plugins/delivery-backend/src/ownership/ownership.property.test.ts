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

const STEPS = [
  'rival comes',
  'rival goes',
  'owner goes',
  'owner comes back',
  'owner moves its repository',
  'owner is renamed',
] as const;

/** What happens to the catalog after the owner is in it. */
const events = fc.array(fc.constantFrom(...STEPS), { maxLength: 8 });

function owner(given: Partial<Parameters<typeof component>[0]>): Entity {
  return component({ name: 'billing', id: 'billing', job: JOB, ...given });
}

/** Who is in the catalog, and the repository of the owner. */
interface State {
  owner: Entity;
  repository: string;
  isOwnerThere: boolean;
  isRivalThere: boolean;
}

function after(state: State, step: (typeof STEPS)[number]): State {
  switch (step) {
    case 'rival comes':
      return { ...state, isRivalThere: true };
    case 'rival goes':
      return { ...state, isRivalThere: false };
    case 'owner goes':
      return { ...state, isOwnerThere: false };
    case 'owner comes back':
      return { ...state, isOwnerThere: true };
    case 'owner moves its repository': {
      const repository = 'billing-moved';
      return { ...state, repository, owner: owner({ repository }) };
    }
    case 'owner is renamed': {
      const repository = 'billing';
      const renamed = owner({ name: 'billing-renamed', repository });
      return { ...state, repository, owner: renamed };
    }
    default:
      return step satisfies never;
  }
}

/** The states of the catalog, from the first one on. */
function statesAfter(
  steps: (typeof STEPS)[number][],
  isRivalThere: boolean,
): State[] {
  const states: State[] = [
    {
      owner: owner({}),
      repository: 'billing',
      isOwnerThere: true,
      isRivalThere,
    },
  ];
  for (const step of steps) states.push(after(states[states.length - 1], step));
  return states;
}

describe('ownership of jobs', () => {
  it('no rival gains access, and no rightful owner loses it', async () => {
    const check = async (
      job: string,
      steps: (typeof STEPS)[number][],
      isRivalFirst: boolean,
    ) => {
      const portal = ownershipPortal();
      portal.folder('harbour');
      portal.build('harbour/billing-2', 'billing-2');
      portal.build('harbour/bill', 'bill');
      portal.build('billing', 'other');
      const rival = component({ name: 'mine', owner: 'others', job });
      if (isRivalFirst) await portal.setCatalog(rival);
      const violations: string[] = [];
      for (const state of statesAfter(steps, isRivalFirst)) {
        for (const branch of ['', '/main', '/feature%2fx']) {
          portal.build(`${JOB}${branch}`, state.repository);
        }
        await portal.setCatalog(
          ...(state.isRivalThere ? [rival] : []),
          ...(state.isOwnerThere ? [state.owner] : []),
        );
        if (state.isRivalThere) {
          const isRefused = await portal.actionProblem(rival);
          if (!isRefused) violations.push('the rival may act');
          const viewed = await portal.viewed(rival);
          if (typeof viewed !== 'string') violations.push('the rival sees');
        }
        if (state.isOwnerThere) {
          const problem = await portal.actionProblem(state.owner);
          if (problem) violations.push(`the owner may not act: ${problem}`);
          const viewed = await portal.viewed(state.owner);
          if (String(viewed) !== JOB) violations.push('the owner does not see');
        }
      }
      expect(violations).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(rivalJob, events, fc.boolean(), check), {
      numRuns: RUNS,
    });
  });
});

describe('ownership of workloads', () => {
  it('no rival gains access, and no rightful owner loses it', async () => {
    const check = async (
      steps: (typeof STEPS)[number][],
      proof: string,
      isRivalFirst: boolean,
    ) => {
      const portal = ownershipPortal();
      const rival = component({ name: 'mine', owner: 'others', id: 'billing' });
      // With the label alone, the claim that was recorded first is the rightful one.
      if (isRivalFirst && proof !== 'label') await portal.setCatalog(rival);
      const violations: string[] = [];
      for (const state of statesAfter(steps, isRivalFirst)) {
        const owners = state.isOwnerThere ? [state.owner] : [];
        await portal.setCatalog(...owners);
        await portal.setCatalog(
          ...owners,
          ...(state.isRivalThere ? [rival] : []),
        );
        const { entityRef } = claimantOf(state.owner);
        const workload = {
          id: 'billing',
          ...(proof === 'source' && {
            repository: `${GIT}/${state.repository}`,
          }),
          ...(proof === 'annotation' && { entity: entityRef }),
        };
        const ownedBy = (entity: Entity) =>
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
        // Without an owner, the repository of a workload is nobody's.
        const isRival =
          state.isRivalThere && (state.isOwnerThere || proof !== 'source');
        if (isRival && ownedBy(rival) !== 'other') {
          violations.push(`the rival's state is ${ownedBy(rival)}`);
        }
        if (state.isOwnerThere && ownedBy(state.owner) !== 'owned') {
          violations.push(`the owner's state is ${ownedBy(state.owner)}`);
        }
      }
      expect(violations).toEqual([]);
    };
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.constantFrom('label', 'source', 'annotation'),
        fc.boolean(),
        check,
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
