import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { entityOf } from './entityOf';

const orders = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};
const named = { kind: 'component', namespace: 'default', name: 'orders' };

function read(params: unknown) {
  const catalog = catalogServiceMock({ entities: [orders] });
  return entityOf({ catalog }, params, mockCredentials.user());
}

describe('entityOf', () => {
  it('reads the entity that a path names', async () => {
    await expect(read(named)).resolves.toMatchObject(orders);
    await expect(read({ ...named, name: 'billing' })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it.each([
    ['kind', '..'],
    ['namespace', '.'],
    ['name', '../../locations'],
    ['name', ''],
    ['name', 'a b'],
    ['name', 'a:b'],
    ['name', 'a'.repeat(100_000)],
    ['name', undefined],
  ])('rejects the %s %.40j, and names it', async (part, value) => {
    await expect(read({ ...named, [part]: value })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(part),
      problem: { code: 'serviceInvalid' },
    });
  });
});
