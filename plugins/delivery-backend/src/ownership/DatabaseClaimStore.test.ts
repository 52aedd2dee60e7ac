import { TestDatabases } from '@backstage/backend-test-utils';
import path from 'node:path';
import { openDatabase } from '../openDatabase';
import { DatabaseClaimStore } from './DatabaseClaimStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const directory = path.resolve(__dirname, '../../migrations');

describe('DatabaseClaimStore', () => {
  const claim = {
    resource: 'id',
    entityRef: 'component:default/billing',
    source: 'https://git.example/harbour/billing',
    owners: ['group:default/shop'],
    firstSeen: '2026-11-30T10:00:00.000Z',
  };

  it('keeps the time of the first record, and the latest owners', async () => {
    const knex = await databases.init('SQLITE_3');
    await openDatabase({ getClient: async () => knex });
    const store = DatabaseClaimStore.create(knex);
    // More than one insert can have
    const others = Array.from({ length: 250 }, (_, n) => ({
      ...claim,
      resource: `id-${n}`,
    }));
    await store.record([claim, ...others]);
    const owners = ['group:default/finance'];
    await store.record([
      { ...claim, owners, firstSeen: '2026-11-30T11:00:00.000Z' },
    ]);
    const recorded = await store.recorded();
    expect(recorded).toHaveLength(251);
    expect(recorded).toContainEqual({ ...claim, owners });
  });

  it('keeps what a job built last, and can migrate down', async () => {
    const knex = await databases.init('SQLITE_3');
    await openDatabase({ getClient: async () => knex });
    const store = DatabaseClaimStore.create(knex);
    await expect(store.jobIdentity('job')).resolves.toBeUndefined();
    await store.putJobIdentity('job', { isFolder: true, repositories: [] });
    const identity = { isFolder: false, repositories: ['https://git.example'] };
    await store.putJobIdentity('job', identity);
    await expect(store.jobIdentity('job')).resolves.toEqual(identity);
    await knex.migrate.down({ directory, name: '20261130000004_ownership.js' });
    await expect(knex.schema.hasTable('ownership_claims')).resolves.toBe(false);
  });
});
