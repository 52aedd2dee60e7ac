import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { MINUTE, startProvider } from './__testUtils__/startProvider';
import { workload } from './__testUtils__/workload';

/** Refs that each mutation emitted. */
function refsEmitted(mutations: EntityProviderMutation[]): string[][] {
  return mutations.map(each =>
    (each.type === 'full' ? each.entities : each.added).map(({ entity }) =>
      stringifyEntityRef(entity),
    ),
  );
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
  it('emits the running workloads, and nothing while nothing changes', async () => {
    const { emitted, mutations, setWorkloads, advance, stop } =
      await startProvider();
    await advance(MINUTE);
    expect(mutations).toEqual([]);
    setWorkloads([orders]);
    await advance(3_000);
    expect([...emitted.keys()].sort()).toEqual([
      ref,
      'group:default/unknown',
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    setWorkloads([{ ...orders }]);
    await advance(30 * MINUTE);
    expect(mutations).toHaveLength(1);
    await stop();
  });

  it('removes entities without workloads after a delay, unless the workloads return', async () => {
    const { emitted, setWorkloads, advance, stop } = await startProvider();
    setWorkloads([orders]);
    await advance(3_000);
    setWorkloads([]);
    await advance(9 * MINUTE);
    expect(emitted.has(ref)).toBe(true);
    setWorkloads([orders]);
    await advance(MINUTE);
    setWorkloads([]);
    await advance(9 * MINUTE);
    expect(emitted.has(ref)).toBe(true);
    await advance(2 * MINUTE);
    expect([...emitted.keys()]).toEqual([]);
    await stop();
  });

  it.each(['stale', 'failed', 'syncing'] as const)(
    'removes nothing while the cluster is %s',
    async state => {
      const { emitted, setWorkloads, advance, stop } = await startProvider();
      setWorkloads([orders]);
      await advance(3_000);
      setWorkloads([], { staging: state });
      await advance(60 * MINUTE);
      expect(emitted.has(ref)).toBe(true);
      setWorkloads([]);
      await advance(9 * MINUTE);
      expect(emitted.has(ref)).toBe(true);
      await advance(2 * MINUTE);
      expect(emitted.has(ref)).toBe(false);
      await stop();
    },
  );

  it.each(['failed', 'syncing'] as const)(
    'keeps an entity unchanged after a restart while one of its clusters is %s',
    async state => {
      const { emitted, setWorkloads, advance, restart, stop } =
        await startProvider();
      const there = workload({ name: 'orders', cluster: 'production' });
      setWorkloads([orders, there], { production: 'synced' });
      await advance(3_000);
      const before = structuredClone(emitted.get(ref));
      expect(before?.metadata.annotations?.['fairway.dev/discovered-in']).toBe(
        'production/dev,staging/dev',
      );
      await restart();
      setWorkloads([orders, workload({ name: 'tides' })], {
        production: state,
      });
      await advance(30 * MINUTE);
      expect(emitted.get(ref)).toEqual(before);
      expect(emitted.has('component:default/tides')).toBe(true);
      setWorkloads([orders], { production: 'synced' });
      await advance(3_000);
      expect(emitted.get(ref)?.metadata.annotations).toMatchObject({
        'fairway.dev/discovered-in': 'staging/dev',
      });
      await stop();
    },
  );

  it('keeps an entity unchanged while one of its clusters is unknown and the catalog is outdated', async () => {
    const { emitted, setWorkloads, advance, stop } = await startProvider();
    const there = workload({ name: 'orders', cluster: 'production' });
    setWorkloads([orders, there], { production: 'synced' });
    await advance(3_000);
    const before = structuredClone(emitted.get(ref)!);
    setWorkloads([orders], { production: 'synced' });
    await advance(3_000);
    expect(emitted.get(ref)).not.toEqual(before);
    emitted.set(ref, before);
    setWorkloads([orders], { production: 'failed' });
    await advance(30 * MINUTE);
    expect(emitted.get(ref)).toEqual(before);
    await stop();
  });

  it('sends full updates at start and at intervals, which remove entities that the catalog does not show', async () => {
    const { emitted, hidden, mutations, setWorkloads, advance, stop } =
      await startProvider();
    const junk = file('invalid');
    hidden.add(stringifyEntityRef(junk));
    emitted.set(stringifyEntityRef(junk), junk);
    setWorkloads([orders]);
    await advance(3_000);
    expect(emitted.has('component:default/invalid')).toBe(false);
    setWorkloads([orders, workload({ name: 'tides' })]);
    await advance(3_000);
    emitted.set(stringifyEntityRef(junk), junk);
    await advance(56 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'delta']);
    await advance(5 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'full',
    ]);
    expect([...emitted.keys()].sort()).toEqual([
      ref,
      'component:default/tides',
      'group:default/unknown',
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    await stop();
  });

  it('includes recently orphaned entities and those of failed clusters in full updates', async () => {
    const { emitted, mutations, setWorkloads, advance, stop } =
      await startProvider();
    const ledger = workload({ name: 'ledger', cluster: 'production' });
    const brief = workload({ name: 'brief' });
    setWorkloads([orders, ledger, brief], { production: 'synced' });
    await advance(3_000);
    setWorkloads([orders, brief], { production: 'failed' });
    await advance(55 * MINUTE);
    setWorkloads([orders], { production: 'failed' });
    await advance(7 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'full']);
    expect([...emitted.keys()]).toEqual(
      expect.arrayContaining([
        ref,
        'component:default/ledger',
        'component:default/brief',
      ]),
    );
    await advance(5 * MINUTE);
    expect(emitted.has('component:default/brief')).toBe(false);
    expect(emitted.has('component:default/ledger')).toBe(true);
    await stop();
  });

  it('postpones the full update after a restart until all kept entities have been emitted', async () => {
    const { emitted, mutations, setWorkloads, advance, restart, stop } =
      await startProvider();
    const ledger = workload({ name: 'ledger', cluster: 'production' });
    const states = { production: 'synced' as const };
    setWorkloads([orders, ledger], states);
    await advance(3_000);
    await restart();
    setWorkloads([orders], { production: 'syncing' });
    await advance(5 * MINUTE);
    expect(emitted.has('component:default/ledger')).toBe(true);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'delta']);
    setWorkloads([orders, ledger], states);
    await advance(3_000);
    expect(mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'full',
    ]);
    expect(emitted.has('component:default/ledger')).toBe(true);
    await stop();
  });

  it('never emits entities that have a catalog file', async () => {
    const { emitted, setWorkloads, advance, stop } = await startProvider([
      file('orders'),
    ]);
    setWorkloads([orders]);
    await advance(5 * MINUTE);
    expect(emitted.has(ref)).toBe(false);
    await stop();
  });

  it('yields the group of unknown owners to the group of the organization', async () => {
    const group = { ...file('unknown'), kind: 'Group' };
    const { emitted, setWorkloads, advance, stop } = await startProvider([
      group,
    ]);
    setWorkloads([orders]);
    await advance(5 * MINUTE);
    expect(emitted.has(ref)).toBe(true);
    expect(emitted.has('group:default/unknown')).toBe(false);
    await stop();
  });

  it('yields an entity to a catalog file, and emits it again when the file is gone', async () => {
    const { emitted, files, mutations, setWorkloads, advance, stop } =
      await startProvider();
    setWorkloads([orders]);
    await advance(3_000);
    // Like the catalog: the file's entity replaces the emitted one.
    emitted.delete(ref);
    files.set(ref, file('orders'));
    setWorkloads([{ ...orders, services: [ref] }]);
    await advance(5 * MINUTE);
    expect(emitted.has(ref)).toBe(false);
    const touched = mutations
      .slice(1)
      .flatMap(m => (m.type === 'delta' ? [...m.added, ...m.removed] : []))
      .map(each =>
        'entityRef' in each ? each.entityRef : stringifyEntityRef(each.entity),
      );
    expect(touched).not.toContain(ref);
    files.delete(ref);
    setWorkloads([orders]);
    await advance(MINUTE);
    expect(emitted.has(ref)).toBe(true);
    await stop();
  });

  it('removes an entity at once when a catalog file describes its workload under another name', async () => {
    const { emitted, setWorkloads, advance, stop } = await startProvider();
    setWorkloads([orders]);
    await advance(3_000);
    setWorkloads([
      { ...orders, services: ['component:default/order-service'] },
    ]);
    await advance(3_000);
    expect(emitted.has(ref)).toBe(false);
    await stop();
  });

  it('treats workloads of a taken-over entity as described', async () => {
    const { emitted, files, setWorkloads, advance, stop } =
      await startProvider();
    setWorkloads([orders]);
    await advance(3_000);
    await advance(MINUTE);
    emitted.delete(ref);
    files.set(ref, file('orders'));
    setWorkloads([workload({ name: 'orders-v2', services: [ref] })]);
    await advance(3_000);
    expect(emitted.has('component:default/orders-v2')).toBe(false);
    await advance(30 * MINUTE);
    expect([...emitted.keys()].sort()).toEqual([
      'group:default/unknown',
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    await stop();
  });

  it('emits an entity again at once when the catalog has lost it', async () => {
    const { emitted, setWorkloads, advance, stop } = await startProvider();
    setWorkloads([orders]);
    await advance(MINUTE);
    emitted.delete(ref);
    await advance(35_000);
    expect(emitted.has(ref)).toBe(true);
    await stop();
  });

  it('emits an entity that does not appear again with growing delays, and removes it with its workload', async () => {
    const { emitted, hidden, mutations, setWorkloads, advance, stop } =
      await startProvider();
    hidden.add(ref);
    setWorkloads([orders]);
    await advance(3_000);
    emitted.delete(ref);
    await advance(3 * MINUTE);
    expect(emitted.has(ref)).toBe(true);
    await advance(37 * MINUTE);
    const times = refsEmitted(mutations).filter(refs => refs.includes(ref));
    expect(times).toHaveLength(5);
    setWorkloads([]);
    await advance(12 * MINUTE);
    expect([...emitted.keys()]).toEqual([]);
    await stop();
  });

  it('leaves out invalid entities, and logs the reason once', async () => {
    const { emitted, mutations, logger, setWorkloads, advance, stop } =
      await startProvider();
    const elsewhere = workload({ name: 'tides', cluster: '生产' });
    setWorkloads([elsewhere]);
    await advance(3_000);
    setWorkloads([elsewhere, orders]);
    await advance(30 * MINUTE);
    expect([...emitted.keys()]).toContain(ref);
    expect(refsEmitted(mutations).flat()).not.toContain('resource:default/');
    expect(logger.warn.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(
        /^Cannot add resource:default\/ to the catalog, because it is invalid: /,
      ),
    ]);
    await stop();
  });

  it('keeps names stable when another entity with the same name is created and deleted', async () => {
    const { emitted, setWorkloads, advance, restart, stop } =
      await startProvider();
    const api = (system: string) =>
      workload({
        name: 'api',
        labels: {
          'app.kubernetes.io/name': 'api',
          'app.kubernetes.io/part-of': system,
        },
      });
    const systemOf = (name: string) =>
      emitted.get(`component:default/${name}`)?.spec?.system;
    const [shop, bank] = [api('shop'), api('bank')];
    setWorkloads([shop, bank]);
    await advance(3_000);
    expect(systemOf('api')).toBe('system:default/shop');
    expect(systemOf('bank-api')).toBe('system:default/bank');
    setWorkloads([bank]);
    await advance(MINUTE);
    await restart();
    setWorkloads([bank]);
    await advance(15 * MINUTE);
    expect(emitted.has('component:default/api')).toBe(false);
    expect(systemOf('bank-api')).toBe('system:default/bank');
    setWorkloads([bank, api('shop')]);
    await advance(3_000);
    expect(systemOf('api')).toBe('system:default/shop');
    expect(systemOf('bank-api')).toBe('system:default/bank');
    await stop();
  });

  it('logs once that the catalog is unavailable, and continues when it is available', async () => {
    const { emitted, logger, failure, setWorkloads, advance, stop } =
      await startProvider();
    failure.next = new Error('the database is down');
    setWorkloads([orders]);
    await advance(5 * MINUTE);
    expect(logger.warn.mock.calls.map(([message]) => message)).toEqual([
      'Cannot update the catalog with discovered workloads: the database is down',
    ]);
    failure.next = undefined;
    await advance(MINUTE);
    expect(emitted.has(ref)).toBe(true);
    await stop();
  });
});
