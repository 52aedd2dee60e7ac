import { TestDatabases } from '@backstage/backend-test-utils';
import { pipelineId, runId } from '../pipelines/pipelineIds';
import { orders, actionPortal } from './__testUtils__/actionPortal';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const service = { type: 'service', entityRef: 'component:default/orders' };
const stop = { kind: 'run.stop', runId: '0123456789ab-2' };
const apply = { kind: 'workload.apply', manifests: '' };
const create = {
  kind: 'pipeline.create',
  repositoryUrl: 'https://git.example/harbour/orders.git',
};

async function portal() {
  return actionPortal({ knex: await databases.init('SQLITE_3') });
}

describe('a request that is not valid', () => {
  const withRef = (entityRef: unknown) => ({ ...service, entityRef });

  it.each<
    [
      name: string,
      given: {
        action?: object;
        target?: object;
        reason?: string;
        key?: string;
      },
      field: string,
    ]
  >([
    [
      'an entity ref without kind',
      { target: withRef('orders') },
      'target.entityRef',
    ],
    ['an empty entity ref', { target: withRef('') }, 'target.entityRef'],
    [
      'a long entity ref',
      { target: withRef('a'.repeat(100_000)) },
      'target.entityRef',
    ],
    [
      'a long name',
      { target: withRef(`component:default/${'a'.repeat(64)}`) },
      'target.entityRef',
    ],
    [
      'an entity ref with a path',
      { target: withRef('component:../../orders/..') },
      'target.entityRef',
    ],
    [
      'an entity ref with two colons',
      { target: withRef('a:b:c') },
      'target.entityRef',
    ],
    [
      'an entity ref with a null character',
      { target: withRef('component:default/\0:') },
      'target.entityRef',
    ],
    [
      'an entity ref that is a list',
      { target: withRef(['component:default/orders']) },
      'target.entityRef',
    ],
    ['no target', { target: {} }, 'target.type'],
    ['an unknown target', { target: { type: 'constructor' } }, 'target.type'],
    [
      'an unknown kind',
      { action: { kind: 'workload.explode' } },
      'workload.explode',
    ],
    [
      'a kind without namespace',
      { action: { kind: 'constructor' } },
      'action.kind',
    ],
    [
      'a run that is a number',
      { action: { kind: 'run.stop', runId: 1e400 } },
      'runId',
    ],
    [
      'large manifests',
      { action: { ...apply, manifests: 'a'.repeat(300_000) } },
      'manifests',
    ],
    [
      'no URL',
      { action: { ...create, repositoryUrl: 'https://' } },
      'repositoryUrl',
    ],
    [
      'an invalid URL',
      { action: { ...create, repositoryUrl: 'http://[' } },
      'repositoryUrl',
    ],
    [
      'a script outside',
      { action: { ...create, scriptPath: '../a' } },
      'scriptPath',
    ],
    ['a short key', { key: 'a' }, 'idempotencyKey'],
    ['a key with a null character', { key: 'key-with-\0' }, 'idempotencyKey'],
    ['a reason with a null character', { reason: '\0' }, 'reason'],
    ['a long reason', { reason: 'a'.repeat(1_001) }, 'reason'],
  ])('is answered with 400 and the field: %s', async (_, given, field) => {
    const { send } = await portal();
    const { status, body } = await send(given.action ?? stop, {
      target: given.target ?? service,
      reason: given.reason ?? 'Test',
      ...(given.key !== undefined && { key: given.key }),
    });
    expect({ status, message: body.error?.message }).toEqual({
      status: 400,
      message: expect.stringContaining(field),
    });
    expect(body.error.problem.code).toMatch(/^action/);
  });
});

describe('an id of an entry', () => {
  it.each(['no-such-id', '%00', 'a'.repeat(5_000), "'; drop table actions"])(
    'is not found where it is not an id: %.20s',
    async id => {
      const { get } = await portal();
      const { status, body } = await get(id);
      expect({ status, code: body.error.problem.code }).toEqual({
        status: 404,
        code: 'actionNotFound',
      });
    },
  );
});

describe('an idempotency key', () => {
  it('is valid for one entity and one content', async () => {
    const billing = {
      ...orders,
      metadata: { ...orders.metadata, name: 'billing' },
    };
    const { send, provider } = await actionPortal({
      knex: await databases.init('SQLITE_3'),
      entities: [orders, billing],
    });
    const main = pipelineId('fake', 'default', 'harbour/orders/main');
    const keep = (isKept: boolean, entityRef: string) =>
      send(
        { kind: 'run.keep', runId: runId(main, 1), keep: isKept },
        { key: 'the-same-key', target: { type: 'service', entityRef } },
      );
    const first = await keep(true, 'component:default/orders');
    expect(first.status).toBe(201);
    const again = await keep(true, 'component:default/orders');
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    for (const other of [
      await keep(true, 'component:default/billing'),
      await keep(false, 'component:default/orders'),
    ]) {
      expect(other.status).toBe(409);
      expect(other.body.error.problem.code).toBe('idempotencyKeyReused');
    }
    expect(provider.asked.filter(each => each === 'act keep')).toHaveLength(1);
  });
});
