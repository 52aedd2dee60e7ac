import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { canariesIn, storedText } from './__testUtils__/storedText';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = resolvePackagePath(
  '@fairway/backstage-plugin-delivery-backend',
  'migrations',
);
const MIGRATION = '20261130000003_audit_hashes.js';

describe('the migration to hashes in the audit log', () => {
  it('removes values of older versions from all tables', async () => {
    const knex = await databases.init('SQLITE_3');
    for (;;) {
      const [, pending] = await knex.migrate.list({ directory });
      if (!pending.length || pending[0].file === MIGRATION) break;
      await knex.migrate.up({ directory });
    }
    const canary = 'canary-of-an-older-version';
    const quoted = `ConfigMap "orders" is invalid: data[a]: Invalid value: "${canary}": no`;
    const row = {
      actor: 'user:default/ada',
      target: '{"type":"service","entityRef":"component:default/orders"}',
      at: '2026-11-29T00:00:00.000Z',
    };
    await knex('actions').insert([
      {
        ...row,
        id: 'applied',
        idempotency_key: 'hash-of-the-manifests',
        digest: 'a'.repeat(64),
        action: JSON.stringify({
          kind: 'workload.apply',
          objects: [{ kind: 'ConfigMap', name: 'orders' }],
          digest: 'b'.repeat(64),
        }),
        before: JSON.stringify({
          cluster: 'staging',
          objects: [
            {
              kind: 'ConfigMap',
              name: 'orders',
              changes: [
                { path: 'data.PASSWORD', before: canary, after: canary },
              ],
            },
          ],
        }),
        state: 'failed',
        outcome: JSON.stringify({
          code: 'objectRefused',
          values: { message: quoted },
          message: quoted,
        }),
        refusals: null,
      },
      {
        ...row,
        id: 'queued',
        idempotency_key: 'key-of-a-queued-action',
        digest: 'c'.repeat(64),
        action: JSON.stringify({
          kind: 'run.trigger',
          parameters: { TOKEN: canary },
        }),
        before: '{"pipeline":"harbour/orders/main"}',
        state: 'queued',
        outcome: null,
        refusals: null,
      },
    ]);
    await knex('pipeline_runs').insert({
      id: 'run',
      pipeline_id: 'pipeline',
      number: 1,
      provider: 'fake',
      server: 'default',
      full_name: 'harbour/orders/main',
      is_finished: true,
      started_at: row.at,
      run: '{}',
      parts: JSON.stringify({
        parameters: [
          { name: 'DEPLOY_TOKEN', value: canary },
          { name: 'VERSION', value: '1.0.0' },
        ],
      }),
    });
    expect(canariesIn(await storedText(knex), [canary])).toHaveLength(1);
    await knex.migrate.latest({ directory });
    expect(canariesIn(await storedText(knex), [canary])).toEqual([]);
    const [applied, queued] = await knex('actions').select().orderBy('id');
    expect(applied).toMatchObject({ digest: null, idempotency_key: 'applied' });
    expect(JSON.parse(applied.action)).toEqual({
      kind: 'workload.apply',
      objects: [{ kind: 'ConfigMap', name: 'orders' }],
    });
    expect(JSON.parse(applied.before).objects[0].changes).toEqual([
      { path: 'data.PASSWORD' },
    ]);
    expect(JSON.parse(applied.outcome).message).toBe(
      'ConfigMap "orders" is invalid: data[a]: Invalid value: "***": no',
    );
    expect(queued.idempotency_key).toBe('key-of-a-queued-action');
    expect(JSON.parse(queued.action).parameters).toEqual({ TOKEN: '***' });
    const [{ parts }] = await knex('pipeline_runs').select();
    expect(JSON.parse(parts).parameters).toEqual([
      { name: 'DEPLOY_TOKEN' },
      { name: 'VERSION', value: '1.0.0' },
    ]);
  });
});
