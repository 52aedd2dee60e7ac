import { stringifyEntityRef } from '@backstage/catalog-model';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { workload } from './__testUtils__/workload';
import { describeEntities } from './describeEntities';
import type { WorkloadRule } from './readConfig';

const rules: WorkloadRule[] = [{ fits: () => true, owner: 'unknown' }];

function describeAll(
  workloads: DeployedWorkload[],
  options: { rules?: WorkloadRule[]; ours?: string[] } = {},
) {
  const entities = describeEntities(
    workloads,
    options.rules ?? rules,
    ref => options.ours?.includes(ref) ?? false,
  );
  return new Map(entities.map(each => [stringifyEntityRef(each), each]));
}

const NAME = 'app.kubernetes.io/name';
const PART_OF = 'app.kubernetes.io/part-of';

describe('describeEntities', () => {
  it('makes one Component of what runs in several environments, with its System and places', () => {
    const labels = { [NAME]: 'rain-gauge', [PART_OF]: 'weather' };
    const source = 'https://git.harbour.example/harbour/rain-gauge';
    const entities = describeAll([
      workload({ name: 'rain-gauge', labels, source }),
      workload({
        name: 'rain-gauge',
        labels,
        cluster: 'production',
        namespace: 'prod',
        production: true,
      }),
    ]);
    expect([...entities.keys()].sort()).toEqual([
      'component:default/rain-gauge',
      'resource:default/production',
      'resource:default/production-prod',
      'resource:default/staging',
      'resource:default/staging-dev',
      'system:default/weather',
    ]);
    expect(entities.get('component:default/rain-gauge')).toMatchObject({
      metadata: {
        annotations: {
          'backstage.io/managed-by-location': 'delivery:workloads',
          'backstage.io/managed-by-origin-location': 'delivery:workloads',
          'backstage.io/source-location': `url:${source}/`,
          'backstage.io/kubernetes-label-selector': `${NAME}=rain-gauge,${PART_OF}=weather`,
          'fairway.dev/found-in': 'production/prod,staging/dev',
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: 'unknown',
        system: 'system:default/weather',
        dependsOn: [
          'resource:default/production-prod',
          'resource:default/staging-dev',
        ],
      },
    });
  });

  it('leaves out what somebody has described, and says where it runs', () => {
    const entities = describeAll(
      [
        workload({ name: 'orders', services: ['component:default/orders'] }),
        workload({ name: 'mine', services: ['component:default/mine'] }),
      ],
      { ours: ['component:default/mine'] },
    );
    expect(entities.has('component:default/orders')).toBe(false);
    expect(entities.has('component:default/mine')).toBe(true);
    expect(entities.get('resource:default/staging-dev')?.spec).toEqual({
      type: 'kubernetes-namespace',
      owner: 'unknown',
      dependsOn: ['resource:default/staging'],
      dependencyOf: ['component:default/orders'],
    });
  });

  it('names an entity as its workload does: by entity, by id, by label, by its own name', () => {
    const entities = describeAll([
      workload({ name: 'a', entity: 'component:payments/till' }),
      workload({
        name: 'b',
        labels: { 'backstage.io/kubernetes-id': 'ledger', [NAME]: 'other' },
      }),
      workload({ name: 'c', labels: { [NAME]: 'books' } }),
      workload({ name: 'd', entity: 'no ref at all' }),
    ]);
    expect([...entities.keys()]).toEqual(
      expect.arrayContaining([
        'component:payments/till',
        'component:default/ledger',
        'component:default/books',
        'component:default/d',
      ]),
    );
    const ledger = entities.get('component:default/ledger');
    expect(ledger?.metadata.annotations).toMatchObject({
      'backstage.io/kubernetes-id': 'ledger',
    });
  });

  it('leads from an entity in another namespace to what it belongs to', () => {
    const entities = describeAll([
      workload({
        name: 'till',
        entity: 'component:payments/till',
        labels: { [PART_OF]: 'shop' },
        volumes: ['till-data'],
      }),
    ]);
    const spec = entities.get('component:payments/till')?.spec;
    expect(spec).toMatchObject({
      system: 'system:default/shop',
      dependsOn: ['resource:default/staging-dev', 'resource:default/till-data'],
    });
    expect([...entities.keys()]).toEqual(
      expect.arrayContaining([
        'system:default/shop',
        'resource:default/till-data',
      ]),
    );
  });

  it('keeps two of one name apart that are part of different things, the older with the plain name', () => {
    const shop = workload({
      name: 'api',
      labels: { [NAME]: 'api', [PART_OF]: 'shop' },
    });
    const bank = workload({
      name: 'api',
      labels: { [NAME]: 'api', [PART_OF]: 'bank' },
    });
    for (const order of [
      [shop, bank],
      [bank, shop],
    ]) {
      const entities = describeAll(order);
      expect(entities.get('component:default/api')?.spec?.system).toBe(
        'system:default/shop',
      );
      expect(entities.get('component:default/bank-api')?.spec?.system).toBe(
        'system:default/bank',
      );
    }
  });

  it('makes Resources of databases, caches and brokers, by their label or image', () => {
    const entities = describeAll([
      workload({
        name: 'books',
        image: 'docker.io/library/postgres:17@sha256:ab',
      }),
      workload({ name: 'sessions', image: 'registry:5000/redis' }),
      workload({
        name: 'letters',
        labels: { 'app.kubernetes.io/component': 'broker' },
      }),
      workload({ name: 'constructor', image: 'constructor' }),
    ]);
    const typeOf = (ref: string) => entities.get(ref)?.spec?.type;
    expect(typeOf('resource:default/books')).toBe('database');
    expect(typeOf('resource:default/sessions')).toBe('cache');
    expect(typeOf('resource:default/letters')).toBe('message-broker');
    expect(typeOf('component:default/constructor')).toBe('service');
  });

  it('makes one Resource of the volumes of a StatefulSet, which the Component depends on', () => {
    const entities = describeAll([
      workload({
        name: 'archive',
        kind: 'StatefulSet',
        volumes: ['data-archive-0', 'data-archive-1', 'archive-shared'],
      }),
    ]);
    expect(entities.get('component:default/archive')?.spec?.dependsOn).toEqual([
      'resource:default/staging-dev',
      'resource:default/archive-shared',
      'resource:default/archive-data',
    ]);
    expect(entities.get('resource:default/archive-data')?.spec?.type).toBe(
      'volume',
    );
  });

  it('makes an API of a route that names its OpenAPI document', () => {
    const openapi = 'https://git.harbour.example/tides/openapi.yaml';
    const entities = describeAll([
      workload({
        name: 'tides',
        routes: [
          {
            kind: 'HTTPRoute',
            name: 'tides',
            addresses: ['https://tides.harbour.example/'],
            openapi,
          },
          { kind: 'Ingress', name: 'admin', addresses: [] },
        ],
      }),
    ]);
    expect(entities.get('component:default/tides')).toMatchObject({
      metadata: {
        links: [
          {
            url: 'https://tides.harbour.example/',
            title: 'tides.harbour.example',
          },
        ],
      },
      spec: { providesApis: ['api:default/tides'] },
    });
    expect(entities.get('api:default/tides')?.spec?.definition).toEqual({
      $text: openapi,
    });
    expect([...entities.keys()].filter(ref => ref.startsWith('api:'))).toEqual([
      'api:default/tides',
    ]);
  });

  it('takes the first rule that fits, and nothing that fits none', () => {
    const entities = describeAll(
      [
        workload({ name: 'a', namespace: 'payments-dev' }),
        workload({ name: 'b', namespace: 'kube-system' }),
      ],
      {
        rules: [
          {
            fits: ({ namespace }) => namespace.startsWith('payments-'),
            owner: 'group:default/payments',
          },
        ],
      },
    );
    expect(entities.get('component:default/a')?.spec?.owner).toBe(
      'group:default/payments',
    );
    expect(entities.has('component:default/b')).toBe(false);
    expect(entities.has('resource:default/staging-kube-system')).toBe(false);
  });

  it('takes no address that is none, and no name that the catalog refuses', () => {
    const name = `${'x'.repeat(70)}`;
    const entities = describeAll([
      workload({ name, source: 'git@example.com:a/b' }),
      workload({ name: 'y', source: 'ftp://git.example/a' }),
    ]);
    for (const { metadata } of entities.values()) {
      expect(metadata.name).toMatch(/^[A-Za-z0-9._-]{1,63}$/);
      expect(metadata.annotations).not.toHaveProperty([
        'backstage.io/source-location',
      ]);
    }
  });
});
