import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type {
  DeployedWorkload,
  DeployedWorkloads,
} from '@fairway/backstage-plugin-delivery-common';
import { setImmediate } from 'node:timers/promises';
import { workload } from './__testUtils__/workload';
import { WorkloadEntityProvider } from './WorkloadEntityProvider';

const MINUTE = 60_000;

/** A provider with a catalog that has what it was given, on a clock that the test moves. */
async function following(described: Entity[] = []) {
  let now = Date.UTC(2026, 10, 24);
  const due: { at: number; resolve: () => void; signal: AbortSignal }[] = [];
  const clock = {
    now: () => now,
    delay: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>(resolve => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
        due.push({ at: now + milliseconds, resolve, signal });
      }),
  };
  const files = new Map(described.map(e => [stringifyEntityRef(e), e]));
  const given = new Map<string, Entity>();
  /** What the catalog was given and does not show */
  const hidden = new Set<string>();
  const mutations: EntityProviderMutation[] = [];
  const catalog = catalogServiceMock.mock();
  const all = () => [...new Map([...given, ...files]).values()];
  catalog.queryEntities.mockImplementation(async () => {
    const items = all().filter(
      e =>
        e.metadata.annotations?.['backstage.io/managed-by-origin-location'] ===
        'delivery:workloads',
    );
    return { items, totalItems: items.length, pageInfo: {} };
  });
  catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
    items: entityRefs.map(ref =>
      all().find(e => stringifyEntityRef(e) === ref),
    ),
  }));
  let known: DeployedWorkloads | undefined;
  const logger = mockServices.logger.mock();
  const provider = WorkloadEntityProvider.create({
    auth: mockServices.auth(),
    catalog,
    logger,
    clock,
    rules: [{ fits: () => true, owner: 'unknown' }],
    goneAfterMs: 10 * MINUTE,
    workloads: () => known,
  });
  const failure: { next?: Error } = {};
  await provider.connect({
    applyMutation: async mutation => {
      if (failure.next) throw failure.next;
      mutations.push(mutation);
      const isWhole = mutation.type === 'full';
      if (isWhole) {
        given.clear();
        hidden.clear();
      }
      const entities = isWhole ? mutation.entities : mutation.added;
      entities.forEach(({ entity }) =>
        given.set(stringifyEntityRef(entity), entity),
      );
      if (isWhole) return;
      mutation.removed.forEach(each =>
        given.delete(
          'entityRef' in each
            ? each.entityRef
            : stringifyEntityRef(each.entity),
        ),
      );
    },
    refresh: async () => {},
  });
  const stopped = new AbortController();
  const running = provider.run(stopped.signal);
  return {
    given,
    hidden,
    files,
    mutations,
    logger,
    failure,
    /** Lets time pass, step by step, and everything that it brings happen */
    async pass(milliseconds: number) {
      const end = now + milliseconds;
      while (now < end) {
        now += 500;
        for (const each of due.splice(0)) {
          if (each.at <= now) each.resolve();
          else due.push(each);
        }
        await setImmediate();
        await setImmediate();
        await setImmediate();
      }
    },
    tell(
      workloads: DeployedWorkload[],
      state: 'synced' | 'stale' | 'failed' | 'syncing' = 'synced',
    ) {
      const sync = { state, since: '2026-11-24T00:00:00Z' };
      known = { clusters: [{ name: 'staging', sync }], workloads };
      provider.onChange();
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

const orders = workload({ name: 'orders' });
const ref = 'component:default/orders';

function file(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: { 'backstage.io/managed-by-origin-location': 'url:file' },
    },
  };
}

describe('WorkloadEntityProvider', () => {
  it('gives the catalog what runs, and nothing more while nothing changes', async () => {
    const { given, mutations, tell, pass, stop } = await following();
    await pass(MINUTE);
    expect(mutations).toEqual([]);
    tell([orders]);
    await pass(3_000);
    expect([...given.keys()].sort()).toEqual([
      ref,
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    tell([{ ...orders }]);
    await pass(30 * MINUTE);
    expect(mutations).toHaveLength(1);
    await stop();
  });

  it('takes away what has been gone for a while, and not what came back', async () => {
    const { given, tell, pass, stop } = await following();
    tell([orders]);
    await pass(3_000);
    tell([]);
    await pass(9 * MINUTE);
    expect(given.has(ref)).toBe(true);
    tell([orders]);
    await pass(MINUTE);
    tell([]);
    await pass(9 * MINUTE);
    expect(given.has(ref)).toBe(true);
    await pass(2 * MINUTE);
    expect([...given.keys()]).toEqual([]);
    await stop();
  });

  it.each(['stale', 'failed', 'syncing'] as const)(
    'takes nothing away while the cluster is %s, however long',
    async state => {
      const { given, tell, pass, stop } = await following();
      tell([orders]);
      await pass(3_000);
      tell([], state);
      await pass(60 * MINUTE);
      expect(given.has(ref)).toBe(true);
      tell([]);
      await pass(9 * MINUTE);
      expect(given.has(ref)).toBe(true);
      await pass(2 * MINUTE);
      expect(given.has(ref)).toBe(false);
      await stop();
    },
  );

  it('gives the whole now and then, which rids the catalog of what it does not show', async () => {
    const { given, hidden, mutations, tell, pass, stop } = await following();
    hidden.add('component:default/from-before');
    tell([orders]);
    await pass(3_000);
    expect([...hidden]).toEqual([]);
    tell([orders, workload({ name: 'tides' })]);
    await pass(3_000);
    hidden.add('component:default/refused');
    await pass(56 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'delta']);
    await pass(5 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'full',
    ]);
    expect([...hidden]).toEqual([]);
    expect([...given.keys()]).toContain('component:default/tides');
    await stop();
  });

  it('gives no whole before every cluster was read, and while something is about to leave', async () => {
    const { given, mutations, tell, pass, stop } = await following();
    const types = () => mutations.map(({ type }) => type);
    tell([orders], 'stale');
    await pass(3_000);
    expect(types()).toEqual(['delta']);
    tell([]);
    await pass(9 * MINUTE);
    expect(given.has(ref)).toBe(true);
    expect(types()).toEqual(['delta']);
    await pass(2 * MINUTE);
    expect([...given.keys()]).toEqual([]);
    expect(types()).toEqual(['delta', 'full']);
    await stop();
  });

  it('never gives what a file describes', async () => {
    const { given, tell, pass, stop } = await following([file('orders')]);
    tell([orders]);
    await pass(5 * MINUTE);
    expect(given.has(ref)).toBe(false);
    await stop();
  });

  it('leaves an entity to the file that takes it over, and gives it again when that is gone', async () => {
    const { given, files, mutations, tell, pass, stop } = await following();
    tell([orders]);
    await pass(3_000);
    // As the catalog does it: the file's entity takes the place of ours.
    given.delete(ref);
    files.set(ref, file('orders'));
    tell([{ ...orders, services: [ref] }]);
    await pass(5 * MINUTE);
    expect(given.has(ref)).toBe(false);
    const touched = mutations
      .slice(1)
      .flatMap(m => (m.type === 'delta' ? [...m.added, ...m.removed] : []))
      .map(each =>
        'entityRef' in each ? each.entityRef : stringifyEntityRef(each.entity),
      );
    expect(touched).not.toContain(ref);
    files.delete(ref);
    tell([orders]);
    await pass(MINUTE);
    expect(given.has(ref)).toBe(true);
    await stop();
  });

  it('takes an entity away at once when somebody describes its workload under another name', async () => {
    const { given, tell, pass, stop } = await following();
    tell([orders]);
    await pass(3_000);
    tell([{ ...orders, services: ['component:default/order-service'] }]);
    await pass(3_000);
    expect(given.has(ref)).toBe(false);
    await stop();
  });

  it('gives again what the catalog lost', async () => {
    const { given, tell, pass, stop } = await following();
    tell([orders]);
    await pass(3_000);
    given.delete(ref);
    await pass(4 * MINUTE);
    expect(given.has(ref)).toBe(true);
    await stop();
  });

  it('says once that the catalog does not answer, and goes on when it does', async () => {
    const { given, logger, failure, tell, pass, stop } = await following();
    failure.next = new Error('the database is away');
    tell([orders]);
    await pass(5 * MINUTE);
    expect(logger.warn.mock.calls.map(([message]) => message)).toEqual([
      'Cannot bring the catalog up to date with what runs: the database is away',
    ]);
    failure.next = undefined;
    await pass(MINUTE);
    expect(given.has(ref)).toBe(true);
    await stop();
  });
});
