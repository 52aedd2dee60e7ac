import {
  codeOf,
  guardContext,
  guardedObject,
  ordersEntity,
} from '../__testUtils__/guardContext';
import { declaredOwner } from './declaredOwner';

describe('declaredOwner', () => {
  const withId = ordersEntity({ 'backstage.io/kubernetes-id': 'orders' });
  const withoutId = ordersEntity();
  const label = (value: string) => ({
    labels: { 'backstage.io/kubernetes-id': value },
  });
  const annotation = (value: string) => ({
    annotations: { 'fairway.dev/entity': value },
  });

  it.each([
    ['the label with the id', withId, label('orders'), undefined],
    [
      'the annotation',
      withId,
      annotation('component:default/orders'),
      undefined,
    ],
    [
      'the annotation of an entity without id',
      withoutId,
      annotation('component:default/orders'),
      undefined,
    ],
    ['neither', withId, {}, 'ownerNotDeclared'],
    ['the label with another id', withId, label('billing'), 'ownerNotDeclared'],
    [
      'the annotation with another entity',
      withId,
      annotation('component:default/billing'),
      'ownerNotDeclared',
    ],
    [
      'a label for an entity without id',
      withoutId,
      label('orders'),
      'ownerNotDeclared',
    ],
  ])('%s', async (_, entity, metadata, code) => {
    const object = guardedObject({ metadata });
    expect(await codeOf(declaredOwner, { entity, object })).toBe(code);
  });

  it('names the label or annotation to add', async () => {
    const refusalOf = (entity: typeof withId) =>
      declaredOwner.check(guardContext({ entity, object: guardedObject() }));
    expect((await refusalOf(withId))?.message).toContain(
      'Add the label backstage.io/kubernetes-id: orders',
    );
    expect((await refusalOf(withoutId))?.message).toContain(
      'Add the annotation fairway.dev/entity: component:default/orders',
    );
  });
});
