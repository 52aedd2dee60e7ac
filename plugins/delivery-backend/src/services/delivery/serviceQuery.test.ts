import type { Entity } from '@backstage/catalog-model';
import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
} from '@fairway/backstage-plugin-delivery-common';
import { matchesQuery, serviceQuery } from './serviceQuery';

const entityRef = 'component:default/orders';
const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'Orders', annotations },
});
const ownership = { idClaims: () => undefined };
const allowed = { labelSelectorsEnabled: true, ownership };
const disallowed = { labelSelectorsEnabled: false, ownership };

describe('serviceQuery', () => {
  it('reads each annotation', () => {
    expect(
      serviceQuery(
        entity({
          [KUBERNETES_ID]: 'orders',
          [KUBERNETES_LABEL_SELECTOR]: 'app=orders',
          [KUBERNETES_NAMESPACE]: 'shop',
          [KUBERNETES_CLUSTER]: 'staging',
        }),
        allowed,
      ),
    ).toEqual({
      entityRef,
      id: 'orders',
      selector: 'app=orders',
      namespace: 'shop',
      cluster: 'staging',
      owners: [],
    });
  });

  it('finds only workloads that name the entity if the entity has no annotation', () => {
    expect(serviceQuery(entity(), disallowed)).toEqual({
      entityRef,
      owners: [],
    });
  });

  it('rejects a selector that the configuration does not allow, and says what to do', () => {
    const selected = entity({ [KUBERNETES_LABEL_SELECTOR]: 'app=orders' });
    expect(() => serviceQuery(selected, disallowed)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          /component:default\/orders .*delivery\.labelSelectors\.enabled.*Set the label backstage\.io\/kubernetes-id on the workloads/,
        ),
      }),
    );
  });

  it('uses the id if there is one and selectors are not allowed', () => {
    const both = entity({
      [KUBERNETES_ID]: 'orders',
      [KUBERNETES_LABEL_SELECTOR]: 'app=orders',
    });
    expect(serviceQuery(both, disallowed)).toMatchObject({
      id: 'orders',
      selector: undefined,
    });
  });

  it('rejects an invalid selector', () => {
    const unreadable = entity({ [KUBERNETES_LABEL_SELECTOR]: 'app in orders' });
    expect(() => serviceQuery(unreadable, allowed)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});

describe('matchesQuery', () => {
  const labels = { app: 'orders', [KUBERNETES_ID]: 'orders' };

  it.each([
    ['by its id', true, { id: 'orders' }, { labels }],
    ['by another id', false, { id: 'billing' }, { labels }],
    ['by a selector', true, { selector: 'app=orders' }, { labels }],
    [
      'by its id where a selector says otherwise',
      false,
      { id: 'orders', selector: 'app=billing' },
      { labels },
    ],
    [
      'by its own annotation, whatever the others say',
      true,
      { id: 'billing', selector: 'app=billing' },
      { labels, entity: entityRef },
    ],
    ['by nothing', false, {}, { labels }],
    ['by nothing where it names nothing either', false, {}, { labels: {} }],
  ])('%s: %s', (_, expected, query, workload) => {
    expect(matchesQuery({ entityRef, ...query }, workload)).toBe(expected);
  });
});
