import type { Entity } from '@backstage/catalog-model';
import { validationError } from './validationError';

function component(metadata: Entity['metadata']): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind: 'Component', metadata };
}

describe('validationError', () => {
  it('returns undefined for a valid entity', async () => {
    expect(
      await validationError(component({ name: 'orders' })),
    ).toBeUndefined();
  });

  it.each([
    [{ name: '' }, /metadata\/name/],
    [{ name: 'bad name!' }, /"metadata.name" is not valid/],
    [
      { name: 'orders', namespace: 'Not_One' },
      /"metadata.namespace" is not valid/,
    ],
    [
      { name: 'orders', links: [{ url: 'no address' }] },
      /"links.0.url" is not valid/,
    ],
  ])('returns the reason for %j', async (metadata, expected) => {
    expect(await validationError(component(metadata))).toMatch(expected);
  });
});
