import {
  codeOf,
  guardedObject,
  guardContext,
  ordersEntity,
} from '../__testUtils__/guardContext';
import { existingOwner } from './existingOwner';

describe('existingOwner', () => {
  const entity = ordersEntity({ 'backstage.io/kubernetes-id': 'orders' });
  const existing = (id?: string, entityRef?: string) => ({
    metadata: {
      ...(id && { labels: { 'backstage.io/kubernetes-id': id } }),
      ...(entityRef && { annotations: { 'fairway.dev/entity': entityRef } }),
    },
  });
  const own = 'component:default/orders';
  const other = 'component:default/billing';
  const nobody: string[] = [];

  it.each([
    ['no existing object', undefined, [other], undefined],
    ['the own id', existing('orders'), nobody, undefined],
    ['the own annotation', existing(undefined, own), nobody, undefined],
    ['another id', existing('billing'), nobody, 'ownedByOther'],
    ['another annotation', existing(undefined, other), nobody, 'ownedByOther'],
    [
      'the own id and another annotation',
      existing('orders', other),
      nobody,
      'ownedByOther',
    ],
    [
      'another id and the own annotation',
      existing('billing', own),
      nobody,
      'ownedByOther',
    ],
    ['no mark', existing(), nobody, 'ownerNotProven'],
    [
      'the own id that others claim',
      existing('orders'),
      [other],
      'ownerContested',
    ],
    [
      'the own annotation of an id that others claim',
      existing('orders', own),
      [other],
      undefined,
    ],
  ])('%s', async (_, live, owners, code) => {
    const guard = existingOwner({ findConflictingOwners: async () => owners });
    const object = guardedObject({}, live);
    expect(await codeOf(guard, { entity, object })).toBe(code);
  });

  it('reads the catalog once for all objects of an action', async () => {
    const findConflictingOwners = jest.fn(async () => nobody);
    const guard = existingOwner({ findConflictingOwners });
    const context = guardContext({
      entity,
      object: guardedObject({}, existing('orders')),
    });
    await guard.check(context);
    await guard.check(context);
    expect(findConflictingOwners).toHaveBeenCalledTimes(1);
  });

  it('refuses when the catalog cannot be read', async () => {
    const guard = existingOwner({
      findConflictingOwners: async () => {
        throw new Error('the catalog does not answer');
      },
    });
    const object = guardedObject({}, existing('orders'));
    await expect(codeOf(guard, { entity, object })).rejects.toThrow(
      'does not answer',
    );
  });
});
