import {
  codeOf,
  guardedObject,
  ordersEntity,
} from '../__testUtils__/guardContext';
import { ownNamespace } from './ownNamespace';

describe('ownNamespace', () => {
  const environment = (binding: {
    entities?: string[];
    owners?: string[];
  }) => ({
    name: 'dev',
    cluster: 'a',
    namespaces: ['dev'],
    production: false,
    bindings: [{ namespaces: ['d*'], entities: [], owners: [], ...binding }],
  });
  const owned = {
    ...ordersEntity(),
    relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
  };

  it.each([
    ['the entity', { entities: ['component:default/orders'] }, undefined],
    ['its owner', { owners: ['group:default/shop'] }, undefined],
    [
      'another entity',
      { entities: ['component:default/x'] },
      'namespaceOfOther',
    ],
    ['another owner', { owners: ['group:default/x'] }, 'namespaceOfOther'],
  ])('a namespace bound to %s', async (_, binding, code) => {
    const guard = ownNamespace([environment(binding)]);
    const object = guardedObject();
    expect(await codeOf(guard, { entity: owned, object })).toBe(code);
  });

  it('does not refuse a namespace without a binding', async () => {
    const guard = ownNamespace([
      environment({ entities: ['component:default/x'] }),
    ]);
    const object = guardedObject({ metadata: { namespace: 'other' } });
    expect(await codeOf(guard, { entity: owned, object })).toBeUndefined();
  });
});
