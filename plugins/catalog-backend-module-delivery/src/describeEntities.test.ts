import { stringifyEntityRef } from '@backstage/catalog-model';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { workload } from './__testUtils__/workload';
import { describeEntities } from './describeEntities';
import type { WorkloadRule } from './readConfig';

const rules: WorkloadRule[] = [
  { matches: () => true, owner: 'group:default/unknown' },
];

function describeAll(
  workloads: DeployedWorkload[],
  options: { rules?: WorkloadRule[]; own?: string[] } = {},
) {
  const entities = describeEntities(workloads, options.rules ?? rules, {
    isOwn: ref => options.own?.includes(ref) ?? false,
    nameOf: () => undefined,
  });
  return new Map(entities.map(each => [stringifyEntityRef(each), each]));
}

const NAME = 'app.kubernetes.io/name';
const PART_OF = 'app.kubernetes.io/part-of';

describe('describeEntities', () => {
  it('describes one Component for several environments, with its System, namespaces and clusters', () => {
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
      'group:default/unknown',
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
          'fairway.dev/discovered-in': 'production/prod,staging/dev',
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: 'group:default/unknown',
        system: 'system:default/weather',
        dependsOn: [
          'resource:default/production-prod',
          'resource:default/staging-dev',
        ],
      },
    });
  });

  it('adds the group of unknown owners, without members, while an entity needs it', () => {
    expect(describeAll([])).toEqual(new Map());
    const group = describeAll([
      workload({ name: 'till', entity: 'component:payments/till' }),
    ]);
    const till = group.get('component:payments/till');
    expect(group.get(`${till?.spec?.owner}`)).toMatchObject({
      kind: 'Group',
      metadata: {
        title: 'Owner unknown',
        description: expect.stringContaining('complete its entry'),
        annotations: { 'fairway.dev/discovered-in': 'staging/dev' },
      },
      spec: { type: 'placeholder', children: [], members: [] },
    });
  });

  it('leaves out workloads with a catalog file, and adds their services to the namespace', () => {
    const entities = describeAll(
      [
        workload({ name: 'orders', services: ['component:default/orders'] }),
        workload({ name: 'mine', services: ['component:default/mine'] }),
      ],
      { own: ['component:default/mine'] },
    );
    expect(entities.has('component:default/orders')).toBe(false);
    expect(entities.has('component:default/mine')).toBe(true);
    expect(entities.get('resource:default/staging-dev')?.spec).toEqual({
      type: 'kubernetes-namespace',
      owner: 'group:default/unknown',
      dependsOn: ['resource:default/staging'],
      dependencyOf: ['component:default/orders'],
    });
  });

  it('takes the name from the entity annotation, the id, the name label or the workload', () => {
    const entities = describeAll([
      workload({ name: 'a', entity: 'component:payments/till' }),
      workload({
        name: 'b',
        labels: { 'backstage.io/kubernetes-id': 'ledger', [NAME]: 'other' },
      }),
      workload({ name: 'c', labels: { [NAME]: 'books' } }),
      workload({ name: 'd', entity: 'no ref at all' }),
      workload({ name: 'e', entity: 'component:default/bad name!' }),
      workload({ name: 'f', entity: 'component:no_namespace/f-service' }),
    ]);
    expect([...entities.keys()]).toEqual(
      expect.arrayContaining([
        'component:payments/till',
        'component:default/ledger',
        'component:default/books',
        'component:default/d',
        'component:default/e',
        'component:default/f',
      ]),
    );
    const ledger = entities.get('component:default/ledger');
    expect(ledger?.metadata.annotations).toMatchObject({
      'backstage.io/kubernetes-id': 'ledger',
    });
  });

  it('relates an entity in another namespace to its system and volumes', () => {
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

  it('separates workloads with the same name in different systems; the older keeps the plain name', () => {
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

  describe('with rules for several owners', () => {
    const owned: WorkloadRule[] = [
      {
        matches: ({ namespace }) => namespace === 'payments',
        owner: 'group:default/payments',
      },
      {
        matches: ({ namespace }) => namespace === 'billing',
        owner: 'group:default/billing',
      },
      ...rules,
    ];
    const database = (own: Partial<DeployedWorkload>) =>
      workload({
        name: 'postgresql',
        kind: 'StatefulSet',
        labels: { [NAME]: 'postgresql' },
        image: 'docker.io/bitnami/postgresql:17',
        volumes: ['data-postgresql-0'],
        ...own,
      });
    const payments = database({ namespace: 'payments' });
    const billing = database({ namespace: 'billing' });

    it('separates workloads with the same name and different owners', () => {
      for (const order of [
        [payments, billing],
        [billing, payments],
      ]) {
        const entities = describeAll(order, { rules: owned });
        const ownerOf = (name: string) =>
          entities.get(`resource:default/${name}`)?.spec?.owner;
        expect(ownerOf('postgresql')).toBe('group:default/payments');
        expect(ownerOf('postgresql-data')).toBe('group:default/payments');
        expect(ownerOf('billing-postgresql')).toBe('group:default/billing');
        expect(ownerOf('billing-postgresql-data')).toBe(
          'group:default/billing',
        );
      }
    });

    it('prefixes the name with the namespace if the owner is unknown', () => {
      const entities = describeAll(
        [payments, database({ namespace: 'attic' })],
        { rules: owned },
      );
      expect(
        entities.get('resource:default/attic-postgresql')?.spec?.owner,
      ).toBe('group:default/unknown');
    });

    it('combines workloads of several owners in the same system, or with the same id', () => {
      const ways: Record<string, string>[] = [
        { [NAME]: 'postgresql', [PART_OF]: 'ledger' },
        { 'backstage.io/kubernetes-id': 'postgresql' },
      ];
      for (const labels of ways) {
        const entities = describeAll(
          [
            database({ namespace: 'payments', labels }),
            database({ namespace: 'billing', labels }),
          ],
          { rules: owned },
        );
        expect([...entities.keys()].sort()).toEqual(
          expect.arrayContaining([
            'resource:default/postgresql',
            'resource:default/postgresql-data',
          ]),
        );
        expect(entities.has('resource:default/billing-postgresql')).toBe(false);
      }
    });

    it('limits the selector of each entity to its own workloads', () => {
      const labels = { [NAME]: 'api' };
      const entities = describeAll(
        [
          workload({ name: 'api', namespace: 'payments', labels }),
          workload({ name: 'api', namespace: 'billing', labels }),
        ],
        { rules: owned },
      );
      expect(
        entities.get('component:default/billing-api')?.metadata.annotations,
      ).toMatchObject({
        'backstage.io/kubernetes-label-selector': `${NAME}=api`,
        'backstage.io/kubernetes-namespace': 'billing',
      });
    });

    it('leaves the plain name to the workload with a catalog file', () => {
      const entities = describeAll(
        [{ ...payments, services: ['component:default/postgresql'] }, billing],
        { rules: owned },
      );
      expect(entities.has('resource:default/postgresql')).toBe(false);
      expect(entities.has('resource:default/billing-postgresql')).toBe(true);
    });
  });

  it('gives a name to the group that claims it, and no name twice', () => {
    const labels = (name: string, partOf: string) => ({
      [NAME]: name,
      [PART_OF]: partOf,
    });
    const entities = describeAll([
      workload({ name: 'a', labels: labels('api', 'shop') }),
      workload({ name: 'b', labels: labels('api', 'bank') }),
      workload({ name: 'bank-api' }),
      workload({ name: 'c', entity: 'component:default/api' }),
    ]);
    const names = [...entities.keys()].filter(ref => ref.endsWith('api'));
    expect(names.sort()).toEqual([
      'component:default/api',
      'component:default/bank-api',
      'component:default/dev-bank-api',
      'component:default/shop-api',
    ]);
    expect(entities.get('component:default/api')?.spec?.system).toBe(undefined);
  });

  it('describes databases, caches and brokers as Resources, by label or image', () => {
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

  it('describes the volumes of a StatefulSet as one Resource that the Component depends on', () => {
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

  it('gives volumes names different from databases, other volumes and namespaces', () => {
    const entities = describeAll([
      workload({
        name: 'books',
        image: 'postgres',
        volumes: ['books', 'books-0', 'data-books-0', 'books-data'],
      }),
      workload({
        name: 'shop',
        volumes: ['shop-db', 'shopping', 'staging-dev'],
      }),
      workload({ name: 'shop-db', image: 'postgres' }),
      workload({ name: 'staging', volumes: ['staging-dev'] }),
    ]);
    const typeOf = (name: string) =>
      entities.get(`resource:default/${name}`)?.spec?.type;
    expect(typeOf('books')).toBe('database');
    expect(typeOf('shop-db')).toBe('database');
    expect(typeOf('staging-dev')).toBe('kubernetes-namespace');
    const volumes = [...entities.values()].flatMap(({ metadata, spec }) =>
      spec?.type === 'volume' ? [metadata.name] : [],
    );
    expect(volumes.sort()).toEqual([
      'books-0',
      'books-books',
      'books-data',
      expect.stringMatching(/^books-data-[0-9a-f]{8}$/),
      'shop-shop-db',
      'shop-shopping',
      'shop-staging-dev',
      'staging-staging-dev',
    ]);
  });

  it('describes an API for a route with an OpenAPI document', () => {
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

  it('applies the first matching rule, and leaves out workloads without one', () => {
    const entities = describeAll(
      [
        workload({ name: 'a', namespace: 'payments-dev' }),
        workload({ name: 'b', namespace: 'kube-system' }),
      ],
      {
        rules: [
          {
            matches: ({ namespace }) => namespace.startsWith('payments-'),
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

  it('leaves out invalid source locations, and creates valid names', () => {
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
