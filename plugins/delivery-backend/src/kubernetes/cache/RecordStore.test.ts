import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import type { WatchedKind } from '../kinds/WatchedKind';
import { RecordStore } from './RecordStore';
import type { ReflectorSync } from './ReflectorTarget';

interface Ship {
  kind: 'Ship';
  uid: string;
  name: string;
  namespace: string;
  cargo?: { tons: number };
}

interface Berth {
  kind: 'Berth';
  uid: string;
  name: string;
  namespace: string;
}

const shipKind: WatchedKind<Ship> = {
  kind: 'Ship',
  resource: 'ships',
  path: '/apis/example.com/v1/ships',
  project: () => undefined,
  indexBy: { cargo: ({ cargo }) => cargo && String(cargo.tons) },
  compact: (record, find) => {
    const other = record.cargo && find('cargo', String(record.cargo.tons));
    if (other) record.cargo = other.cargo;
  },
};
const berthKind: WatchedKind<Berth> = {
  kind: 'Berth',
  resource: 'berths',
  path: '/apis/example.com/v1/berths',
  project: () => undefined,
  isClusterScoped: true,
};

function setUp() {
  const changes: string[][] = [];
  const store = RecordStore.create<Ship | Berth>({
    kinds: [shipKind, berthKind],
    accepts: namespace => namespace === 'harbour',
    onChange: records => changes.push(records.map(({ name }) => name)),
    onAll: () => changes.push(['all']),
  });
  return { store, ships: store.target('Ship'), changes };
}

function ship(uid: string, rest: Partial<Ship> = {}): Ship {
  return { kind: 'Ship', uid, name: uid, namespace: 'harbour', ...rest };
}

const berth: Berth = {
  kind: 'Berth',
  uid: 'berth',
  name: 'berth',
  namespace: '',
};
const failed: ReflectorSync = {
  state: 'failed',
  since: '2026-01-01T00:00:00Z',
  problem: otherProblem('forbidden'),
};

describe('RecordStore', () => {
  it('reports a change with the record as it was and as it is', () => {
    const { store, ships, changes } = setUp();
    ships.upsert(ship('a'));
    ships.upsert(ship('a', { name: 'renamed' }));
    ships.remove('a');
    ships.remove('a');
    expect(changes).toEqual([['a'], ['a', 'renamed'], ['renamed']]);
    expect(store.get('a')).toBeUndefined();
  });

  it('ignores an update of a record that changes nothing', () => {
    const { store, ships, changes } = setUp();
    const first = ship('a', { cargo: { tons: 5 } });
    ships.upsert(first);
    ships.upsert(ship('a', { cargo: { tons: 5 } }));
    expect(changes).toEqual([['a']]);
    expect(store.get('a')).toBe(first);
  });

  it('keeps records of the accepted namespaces and cluster-scoped ones', () => {
    const { store, ships, changes } = setUp();
    ships.upsert(ship('a', { namespace: 'sea' }));
    ships.replace([ship('b', { namespace: 'sea' })]);
    store.target('Berth').upsert(berth);
    expect(changes).toEqual([['all'], ['berth']]);
    expect([...store.all()]).toEqual([berth]);
  });

  it('replaces the records of one kind by a list', () => {
    const { store, ships, changes } = setUp();
    store.target('Berth').upsert(berth);
    ships.upsert(ship('a'));
    ships.upsert(ship('b'));
    changes.length = 0;
    ships.replace([ship('b', { name: 'renamed' }), ship('c')]);
    expect(changes).toEqual([['all']]);
    expect([...store.all()].map(({ name }) => name)).toEqual([
      'berth',
      'renamed',
      'c',
    ]);
    expect(store.counts()).toEqual(
      new Map([
        ['Berth', 1],
        ['Ship', 2],
      ]),
    );
  });

  it('finds records by the current key in an index', () => {
    const { store, ships } = setUp();
    ships.upsert(ship('a', { cargo: { tons: 5 } }));
    ships.upsert(ship('b', { cargo: { tons: 5 } }));
    ships.upsert(ship('c'));
    ships.upsert(ship('b', { cargo: { tons: 7 } }));
    const found = (key: string) => store.by('cargo', key).map(r => r.uid);
    expect(found('5')).toEqual(['a']);
    expect(found('7')).toEqual(['b']);
    expect(store.keys('cargo').sort()).toEqual(['5', '7']);
    expect(store.ofKind('Berth', 'cargo', '5')).toEqual([]);
    ships.remove('a');
    expect(found('5')).toEqual([]);
    expect(store.by('no-such-index', '5')).toEqual([]);
  });

  it('lets a record share values with a stored one', () => {
    const { store, ships } = setUp();
    const first = ship('a', { cargo: { tons: 5 } });
    const second = ship('b', { cargo: { tons: 5 } });
    ships.upsert(first);
    ships.upsert(second);
    expect(store.get('b')).toHaveProperty('cargo', first.cargo);
    expect(second.cargo).toBe(first.cargo);
  });

  it('names the kinds that cannot be read', () => {
    const { store, ships, changes } = setUp();
    expect(store.sync('Ship')).toBeUndefined();
    ships.setSync(failed);
    store.target('Berth').setSync({ ...failed, state: 'stale' });
    expect(changes).toEqual([['all'], ['all']]);
    expect(store.sync('Ship')).toEqual(failed);
    expect(store.unavailable()).toEqual([
      { resource: 'ships', problem: failed.problem },
      { resource: 'berths', problem: failed.problem },
    ]);
    expect(store.unavailable(({ kind }) => kind === 'Ship')).toHaveLength(1);
    ships.setSync({ ...failed, state: 'synced' });
    expect(store.unavailable()).toHaveLength(1);
  });
});
