import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { actionRequestSchema } from '@fairway/backstage-plugin-delivery-common';
import { orders } from './__testUtils__/actionPortal';
import { resolveTarget } from './resolveTarget';

const caller = {
  credentials: mockCredentials.user('user:default/ada'),
  actor: {
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: ['user:default/ada', 'group:default/weather'],
  },
};

function resolve(name: string, options: { mayRunTemplates: boolean }) {
  const catalog = catalogServiceMock({ entities: [orders] });
  const asked = jest.spyOn(catalog, 'getEntityByRef');
  const resolved = resolveTarget(
    actionRequestSchema.parse({
      target: {
        type: 'service',
        entityRef: `component:default/${name}`,
        environment: 'dev',
      },
      action: { kind: 'workload.apply', manifests: 'kind: Service' },
      dryRun: true,
      draft: {
        kind: 'Component',
        metadata: { name },
        spec: { owner: 'weather' },
      },
      idempotencyKey: 'key-of-the-request',
    }),
    caller,
    {
      catalog,
      getCredentials: async () => mockCredentials.service(),
      authorizer: {
        isAllowed: async ({ name: permission }) =>
          permission === 'scaffolder.task.create' && options.mayRunTemplates,
      },
    },
  );
  return { resolved, asked };
}

describe('resolveTarget', () => {
  it('reads a service to come for people who may run templates', async () => {
    const { resolved } = resolve('rain', { mayRunTemplates: true });
    await expect(resolved).resolves.toMatchObject({
      isDraft: true,
      entity: { metadata: { name: 'rain' } },
    });
  });

  it.each(['rain', 'orders'])(
    'tells other people nothing about the name %s',
    async name => {
      const { resolved, asked } = resolve(name, { mayRunTemplates: false });
      await expect(resolved).rejects.toMatchObject({
        name: 'NotAllowedError',
        refusals: [
          {
            code: 'forbidden',
            values: { permission: 'scaffolder.task.create' },
          },
        ],
      });
      expect(asked).not.toHaveBeenCalled();
    },
  );
});
