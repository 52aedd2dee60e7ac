import { TestDatabases } from '@backstage/backend-test-utils';
import { createHash } from 'node:crypto';
import { openDatabase } from '../openDatabase';
import { ValueHasher } from './ValueHasher';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

async function database() {
  const knex = await databases.init('SQLITE_3');
  return openDatabase({ getClient: async () => knex });
}

describe('ValueHasher', () => {
  const field = ['ConfigMap', 'dev', 'orders', 'data.PIN'];

  it('gives equal values of a field equal hashes, and of another field or key different ones', () => {
    const one = ValueHasher.create('a-key').hash(field, '1234');
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(ValueHasher.create('a-key').hash(field, '1234')).toBe(one);
    const others = [
      ValueHasher.create('a-key').hash(field, '1235'),
      ValueHasher.create('a-key').hash([...field.slice(1)], '1234'),
      ValueHasher.create('another-key').hash(field, '1234'),
      createHash('sha256').update('1234').digest('hex'),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
  });

  it('shares a key of the database between replicas, and prefers the configured one', async () => {
    const knex = await database();
    const [first, second] = await Promise.all([
      ValueHasher.open(knex, undefined),
      ValueHasher.open(knex, undefined),
    ]);
    expect(first.hash(field, '1234')).toBe(second.hash(field, '1234'));
    const [{ key }] = await knex('audit_key').select();
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(ValueHasher.create(key).hash(field, '1234')).toBe(
      first.hash(field, '1234'),
    );
    const configured = await ValueHasher.open(knex, 'configured');
    expect(configured.hash(field, '1234')).toBe(
      ValueHasher.create('configured').hash(field, '1234'),
    );
  });

  it('stores no key if one is configured', async () => {
    const knex = await database();
    await ValueHasher.open(knex, 'configured');
    expect(await knex('audit_key').select()).toEqual([]);
  });
});
