import type { Entity } from '@backstage/catalog-model';
import { refusalOf } from './refusalOf';

function component(metadata: Entity['metadata']): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind: 'Component', metadata };
}

describe('refusalOf', () => {
  it('lets pass what the catalog takes', async () => {
    expect(await refusalOf(component({ name: 'orders' }))).toBeUndefined();
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
  ])('says why it refuses %j', async (metadata, expected) => {
    expect(await refusalOf(component(metadata))).toMatch(expected);
  });
});
