import { TestDatabases } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { actionPortal } from '../__testUtils__/actionPortal';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const secretSchema = z.object({
  type: z.string(),
  immutable: z.boolean(),
  stringData: z.record(z.string(), z.string()),
});

describe('Secrets with generated values', () => {
  const labels = { 'backstage.io/kubernetes-id': 'orders' };
  const secret = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      labels,
      annotations: { 'fairway.dev/generate': 'PASSWORD' },
    },
  });
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', labels },
  };

  /** A portal, and an API server that has the Secret `taken`. */
  async function portal() {
    const existing = new Set(['taken']);
    const requests: string[] = [];
    const created: z.infer<typeof secretSchema>[] = [];
    const kinds = ['secrets Secret', 'configmaps ConfigMap'].map(each => {
      const [name, kind] = each.split(' ');
      return { name, kind, namespaced: true };
    });
    const { send } = await actionPortal({
      knex: await databases.init('SQLITE_3'),
      writer: {
        isEnabled: () => true,
        send: async (_, { method, path, body = '{}' }) => {
          const answer = (status: number, content: object = {}) => ({
            status,
            text: JSON.stringify(content),
            warnings: [],
          });
          if (path === '/api/v1') return answer(200, { resources: kinds });
          requests.push(`${method} ${path}`);
          if (method === 'GET') return answer(404);
          const object: unknown = JSON.parse(body);
          if (method === 'PATCH') return answer(201, { metadata: {} });
          const { name } = z
            .object({ metadata: z.object({ name: z.string() }) })
            .parse(object).metadata;
          if (existing.has(name)) return answer(409);
          existing.add(name);
          created.push(secretSchema.parse(object));
          return answer(201);
        },
      },
    });
    const apply = async (objects: object[], dryRun = false) => {
      const { status, body } = await send(
        {
          kind: 'workload.apply',
          manifests: objects.map(each => JSON.stringify(each)).join('\n---\n'),
        },
        {
          dryRun,
          reason: 'It needs a database',
          target: {
            type: 'service',
            entityRef: 'component:default/orders',
            environment: 'dev',
          },
        },
      );
      return { status, body };
    };
    return { apply, requests, created };
  }

  it('plans the same for an existing and a free name, and does not ask the cluster', async () => {
    const { apply, requests } = await portal();
    const planOf = async (name: string) => {
      const { body } = await apply([secret(name)], true);
      return JSON.stringify(body).replaceAll(name, 'NAME');
    };
    const plan = await planOf('taken');
    expect(plan).toContain('"result":"create"');
    expect(await planOf('free')).toBe(plan);
    expect(requests).toEqual([]);
  });

  it('creates a Secret once, immutable, and may be applied again', async () => {
    const { apply, created, requests } = await portal();
    expect((await apply([secret('free')])).status).toBe(201);
    expect((await apply([secret('free')])).status).toBe(201);
    expect(created).toEqual([
      {
        type: 'Opaque',
        immutable: true,
        stringData: { PASSWORD: expect.stringMatching(/^[\w-]{32}$/) },
      },
    ]);
    expect(new Set(requests)).toEqual(
      new Set(['POST /api/v1/namespaces/dev/secrets']),
    );
  });

  it('applies nothing beside a Secret that it did not create for the service', async () => {
    const { apply, requests } = await portal();
    const { status, body } = await apply([configMap, secret('taken')]);
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      refusals: [
        { code: 'secretExists', values: { namespace: 'dev', name: 'taken' } },
      ],
    });
    expect(requests.filter(each => each.startsWith('PATCH'))).toEqual([
      // The dry run of the plan
      'PATCH /api/v1/namespaces/dev/configmaps/settings',
    ]);
  });
});
