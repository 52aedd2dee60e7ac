import type { IdClaims } from '../../ownership';
import {
  codeOf,
  guardedObject,
  ordersEntity,
} from '../__testUtils__/guardContext';
import { existingOwner } from './existingOwner';
import { ObjectOwners } from './ObjectOwners';

const REPOSITORY = 'https://git.example/shop/orders';

describe('existingOwner', () => {
  const entity = {
    ...ordersEntity({ 'backstage.io/kubernetes-id': 'orders' }),
    relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
  };
  const existing = (id?: string, entityRef?: string) => ({
    metadata: {
      ...(id && { labels: { 'backstage.io/kubernetes-id': id } }),
      ...(entityRef && { annotations: { 'fairway.dev/entity': entityRef } }),
    },
    spec: {
      template: {
        metadata: {
          annotations: { 'org.opencontainers.image.source': REPOSITORY },
        },
      },
    },
  });
  const own = 'component:default/orders';
  const other = 'component:default/billing';
  const claims = (
    mine: { isFirst?: boolean; source?: string },
    theirs: { isFirst?: boolean; source?: string },
  ): IdClaims => ({
    claimants: [
      { entityRef: own, owners: ['group:default/shop'], ...mine },
      { entityRef: other, owners: ['group:default/x'], ...theirs },
    ].map(claimant => ({
      source: claimant.entityRef,
      isFirst: false,
      isTrusted: false,
      ...claimant,
    })),
    first: [other],
  });
  const alone = undefined;
  const first = claims({ isFirst: true }, {});
  const second = claims({}, { isFirst: true });
  const equal = claims({ isFirst: true }, { isFirst: true });
  const builtFromSource = claims({ source: REPOSITORY }, { isFirst: true });
  const check = (
    live: object | undefined,
    idClaims: IdClaims | undefined,
    owners?: string[],
  ) => {
    const objectOwners = ObjectOwners.create({
      ownership: { know: async () => {}, idClaims: () => idClaims },
      repositories: { isSame: (a, b) => a === b },
    });
    const guard = existingOwner(objectOwners, [
      {
        name: 'dev',
        cluster: 'a',
        namespaces: ['dev'],
        production: false,
        ...(owners && {
          bindings: [{ namespaces: ['dev'], entities: [], owners }],
        }),
      },
    ]);
    return codeOf(guard, { entity, object: guardedObject({}, live) });
  };

  it.each<
    [string, object | undefined, IdClaims | undefined, string | undefined]
  >([
    ['no existing object', undefined, second, undefined],
    ['the own id', existing('orders'), alone, undefined],
    ['the own annotation', existing(undefined, own), alone, undefined],
    ['another id', existing('billing'), alone, 'ownedByOther'],
    ['another annotation', existing(undefined, other), alone, 'ownedByOther'],
    [
      'the own id and another annotation',
      existing('orders', other),
      alone,
      'ownedByOther',
    ],
    [
      'another id and the own annotation',
      existing('billing', own),
      alone,
      undefined,
    ],
    ['no mark', existing(), alone, 'ownerNotProven'],
    ['the own id, claimed first', existing('orders'), first, undefined],
    ['the own id, claimed later', existing('orders'), second, 'ownedByOther'],
    [
      'the own id, claimed at the same time',
      existing('orders'),
      equal,
      'ownerContested',
    ],
    [
      'the own id, claimed later but built from the own repository',
      existing('orders'),
      builtFromSource,
      undefined,
    ],
    [
      'the own annotation of an id that others claimed first',
      existing('orders', own),
      second,
      undefined,
    ],
  ])('%s', async (_, live, idClaims, code) => {
    expect(await check(live, idClaims)).toBe(code);
  });

  it('follows the binding of the namespace', async () => {
    const live = existing('orders');
    expect(await check(live, second, ['group:default/shop'])).toBeUndefined();
    expect(await check(live, first, ['group:default/x'])).toBe('ownedByOther');
  });

  it('refuses when the claims cannot be read', async () => {
    const objectOwners = ObjectOwners.create({
      ownership: {
        know: async () => {
          throw new Error('the database does not answer');
        },
        idClaims: () => undefined,
      },
      repositories: { isSame: () => false },
    });
    const guard = existingOwner(objectOwners, []);
    const object = guardedObject({}, existing('orders'));
    await expect(codeOf(guard, { entity, object })).rejects.toThrow(
      'does not answer',
    );
  });
});
