import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { MINUTE, following } from './__testUtils__/following';
import { workload } from './__testUtils__/workload';

/** Refs of what the mutations gave, in each that gave any. */
function refsGiven(mutations: EntityProviderMutation[]): string[][] {
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
      tell([], { staging: state });
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

  it.each(['failed', 'syncing'] as const)(
    'leaves an entity as it is after a restart while one of its clusters is %s',
    async state => {
      const { given, tell, pass, restart, stop } = await following();
      const there = workload({ name: 'orders', cluster: 'production' });
      tell([orders, there], { production: 'synced' });
      await pass(3_000);
      const before = structuredClone(given.get(ref));
      expect(before?.metadata.annotations?.['fairway.dev/discovered-in']).toBe(
        'production/dev,staging/dev',
      );
      await restart();
      tell([orders, workload({ name: 'tides' })], { production: state });
      await pass(30 * MINUTE);
      expect(given.get(ref)).toEqual(before);
      expect(given.has('component:default/tides')).toBe(true);
      tell([orders], { production: 'synced' });
      await pass(3_000);
      expect(given.get(ref)?.metadata.annotations).toMatchObject({
        'fairway.dev/discovered-in': 'staging/dev',
      });
      await stop();
    },
  );

  it('leaves an entity as it is while one of its clusters is not known, where the catalog lags behind', async () => {
    const { given, tell, pass, stop } = await following();
    const there = workload({ name: 'orders', cluster: 'production' });
    tell([orders, there], { production: 'synced' });
    await pass(3_000);
    const before = structuredClone(given.get(ref)!);
    tell([orders], { production: 'synced' });
    await pass(3_000);
    expect(given.get(ref)).not.toEqual(before);
    given.set(ref, before);
    tell([orders], { production: 'failed' });
    await pass(30 * MINUTE);
    expect(given.get(ref)).toEqual(before);
    await stop();
  });

  it('gives the whole when it begins and now and then, which rids the catalog of what it does not show', async () => {
    const { given, refused, mutations, tell, pass, stop } = await following();
    const junk = file('refused');
    refused.add(stringifyEntityRef(junk));
    given.set(stringifyEntityRef(junk), junk);
    tell([orders]);
    await pass(3_000);
    expect(given.has('component:default/refused')).toBe(false);
    tell([orders, workload({ name: 'tides' })]);
    await pass(3_000);
    given.set(stringifyEntityRef(junk), junk);
    await pass(56 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'delta']);
    await pass(5 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'full',
    ]);
    expect([...given.keys()].sort()).toEqual([
      ref,
      'component:default/tides',
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    await stop();
  });

  it('gives with the whole what was gone a moment ago, and what is in a cluster that is dead', async () => {
    const { given, mutations, tell, pass, stop } = await following();
    const ledger = workload({ name: 'ledger', cluster: 'production' });
    const brief = workload({ name: 'brief' });
    tell([orders, ledger, brief], { production: 'synced' });
    await pass(3_000);
    tell([orders, brief], { production: 'failed' });
    await pass(55 * MINUTE);
    tell([orders], { production: 'failed' });
    await pass(7 * MINUTE);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'full']);
    expect([...given.keys()]).toEqual(
      expect.arrayContaining([
        ref,
        'component:default/ledger',
        'component:default/brief',
      ]),
    );
    await pass(5 * MINUTE);
    expect(given.has('component:default/brief')).toBe(false);
    expect(given.has('component:default/ledger')).toBe(true);
    await stop();
  });

  it('waits after a restart with the whole for what stays and it has not given yet', async () => {
    const { given, mutations, tell, pass, restart, stop } = await following();
    const ledger = workload({ name: 'ledger', cluster: 'production' });
    const states = { production: 'synced' as const };
    tell([orders, ledger], states);
    await pass(3_000);
    await restart();
    tell([orders], { production: 'syncing' });
    await pass(5 * MINUTE);
    expect(given.has('component:default/ledger')).toBe(true);
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'delta']);
    tell([orders, ledger], states);
    await pass(3_000);
    expect(mutations.map(({ type }) => type)).toEqual([
      'full',
      'delta',
      'full',
    ]);
    expect(given.has('component:default/ledger')).toBe(true);
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

  it('takes for described what a file finds whose entity was ours', async () => {
    const { given, files, tell, pass, stop } = await following();
    tell([orders]);
    await pass(3_000);
    await pass(MINUTE);
    given.delete(ref);
    files.set(ref, file('orders'));
    tell([workload({ name: 'orders-v2', services: [ref] })]);
    await pass(3_000);
    expect(given.has('component:default/orders-v2')).toBe(false);
    await pass(30 * MINUTE);
    expect([...given.keys()].sort()).toEqual([
      'resource:default/staging',
      'resource:default/staging-dev',
    ]);
    await stop();
  });

  it('gives again at once what the catalog lost', async () => {
    const { given, tell, pass, stop } = await following();
    tell([orders]);
    await pass(MINUTE);
    given.delete(ref);
    await pass(35_000);
    expect(given.has(ref)).toBe(true);
    await stop();
  });

  it('gives what does not appear again, at growing distances, and takes it away with its workload', async () => {
    const { given, refused, mutations, tell, pass, stop } = await following();
    refused.add(ref);
    tell([orders]);
    await pass(3_000);
    given.delete(ref);
    await pass(3 * MINUTE);
    expect(given.has(ref)).toBe(true);
    await pass(37 * MINUTE);
    const times = refsGiven(mutations).filter(refs => refs.includes(ref));
    expect(times).toHaveLength(5);
    tell([]);
    await pass(12 * MINUTE);
    expect([...given.keys()]).toEqual([]);
    await stop();
  });

  it('leaves out what the catalog refuses, and says so once', async () => {
    const { given, mutations, logger, tell, pass, stop } = await following();
    const elsewhere = workload({ name: 'tides', cluster: '生产' });
    tell([elsewhere]);
    await pass(3_000);
    tell([elsewhere, orders]);
    await pass(30 * MINUTE);
    expect([...given.keys()]).toContain(ref);
    expect(refsGiven(mutations).flat()).not.toContain('resource:default/');
    expect(logger.warn.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/^Left out of the catalog: resource:default\/: /),
    ]);
    await stop();
  });

  it('lets each keep its name when another of that name comes, goes and comes back', async () => {
    const { given, tell, pass, restart, stop } = await following();
    const api = (system: string) =>
      workload({
        name: 'api',
        labels: {
          'app.kubernetes.io/name': 'api',
          'app.kubernetes.io/part-of': system,
        },
      });
    const systemOf = (name: string) =>
      given.get(`component:default/${name}`)?.spec?.system;
    const [shop, bank] = [api('shop'), api('bank')];
    tell([shop, bank]);
    await pass(3_000);
    expect(systemOf('api')).toBe('system:default/shop');
    expect(systemOf('bank-api')).toBe('system:default/bank');
    tell([bank]);
    await pass(MINUTE);
    await restart();
    tell([bank]);
    await pass(15 * MINUTE);
    expect(given.has('component:default/api')).toBe(false);
    expect(systemOf('bank-api')).toBe('system:default/bank');
    tell([bank, api('shop')]);
    await pass(3_000);
    expect(systemOf('api')).toBe('system:default/shop');
    expect(systemOf('bank-api')).toBe('system:default/bank');
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
