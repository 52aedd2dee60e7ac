import { ConfigReader } from '@backstage/config';
import { matchesNamespace, readDeliveryConfig } from './readDeliveryConfig';

function read(environments: object[]) {
  return readDeliveryConfig(
    new ConfigReader({ delivery: { environments } as never }),
  );
}

describe('readDeliveryConfig', () => {
  it('reads environments in their order, or none', () => {
    const { environments } = read([
      { name: 'dev', cluster: 'a', namespaces: ['dev', '*-dev'] },
      { name: 'prod', cluster: 'b', namespaces: ['dev'], production: true },
    ]);
    expect(environments.map(e => [e.name, e.production])).toEqual([
      ['dev', false],
      ['prod', true],
    ]);
    expect(readDeliveryConfig(new ConfigReader({}))).toEqual({
      environments: [],
      jobBindings: [],
      labelSelectorsEnabled: false,
      historyDays: 365,
      actTokens: new Map(),
      applyKinds: expect.arrayContaining(['/Service', 'apps/Deployment']),
      applyRules: {
        shared: [],
        hosts: [],
        sharedHosts: [],
        annotations: [],
        uncheckedKinds: [],
      },
    });
  });

  it('enables actions only with a credential of their own', () => {
    const tokens = (cluster: object) =>
      readDeliveryConfig(
        new ConfigReader({
          delivery: { clusters: [{ name: 'staging', ...cluster }] },
        }),
      ).actTokens;
    const serviceAccountToken = ' secret\n';
    expect(tokens({ actions: { enabled: true }, serviceAccountToken })).toEqual(
      new Map([['staging', 'secret']]),
    );
    expect(tokens({ serviceAccountToken })).toEqual(new Map());
    expect(() => tokens({ actions: { enabled: true } })).toThrow(
      "Cluster 'staging' in delivery.clusters has actions enabled and no serviceAccountToken",
    );
  });

  it.each([
    ['dev', 'dev'],
    ['*-dev', 'tight-dev'],
    ['team-*', '*-dev'],
    ['a*c', 'abc'],
  ])(
    'rejects two environments with %s and %s, and names both',
    (one, other) => {
      expect(() =>
        read([
          { name: 'first', cluster: 'a', namespaces: [one] },
          { name: 'second', cluster: 'a', namespaces: [other] },
        ]),
      ).toThrow(/'first' and 'second'.*cluster 'a'/);
    },
  );

  it.each([
    [{ name: 'dev', cluster: 'a', namespaces: [] }, /'dev'.*no namespaces/],
    [{ name: 'dev', cluster: 'a', namespaces: ['Dev_1'] }, /'Dev_1'/],
    [
      {
        name: 'dev',
        cluster: 'a',
        namespaces: ['dev'],
        trustDomain: 'cluster',
      },
      /'dev'.*trustDomain 'cluster'.*Set 'namespace'/,
    ],
    [
      { name: 'dev', cluster: 'a', namespaces: ['dev'], requires: {} },
      /'dev'.*requires.*not valid[^]*permission/,
    ],
    [
      {
        name: 'dev',
        cluster: 'a',
        namespaces: ['dev'],
        requires: { permission: 'delivery.apply', submitters: ['Ada'] },
      },
      /group:default\/release-managers[^]*submitters\[0\]/,
    ],
  ])('reports the mistake in %j', (environment, message) => {
    expect(() => read([environment])).toThrow(message);
  });

  it('reads what may be shared, and who may change an environment', () => {
    const { applyRules, environments } = readDeliveryConfig(
      new ConfigReader({
        delivery: {
          apply: {
            shared: [{ kind: '/Secret', name: '{id}-database' }],
            hosts: ['*.apps.example'],
          },
          environments: [
            {
              name: 'staging',
              cluster: 'a',
              namespaces: ['staging'],
              trustDomain: 'namespace',
              requires: {
                permission: 'delivery.run.answer',
                submitters: ['group:default/releases'],
              },
            },
          ],
        },
      }),
    );
    expect(applyRules).toMatchObject({
      shared: [{ kind: '/Secret', name: '{id}-database' }],
      hosts: ['*.apps.example'],
    });
    expect(environments).toMatchObject([
      {
        trustDomain: 'namespace',
        requires: { submitters: ['group:default/releases'] },
      },
    ]);
  });

  it.each([
    [{ shared: [{ kind: 'Secret', name: 'a' }] }, /GROUP\/KIND[^]*shared\[0\]/],
    [{ shared: [{ kind: '/Secret' }] }, /shared\[0\]\.name/],
    [{ hosts: ['https://a.example'] }, /Write a name[^]*hosts\[0\]/],
    [{ uncheckedKinds: ['Widget'] }, /uncheckedKinds\[0\]/],
  ])('reports the mistake in apply %j', (apply, message) => {
    expect(() =>
      readDeliveryConfig(new ConfigReader({ delivery: { apply } as never })),
    ).toThrow(message);
  });

  it('matches patterns against the whole name', () => {
    const matches = (pattern: string, namespace: string) =>
      matchesNamespace({ namespaces: [pattern] }, namespace);
    expect(matches('*-dev', 'tight-dev')).toBe(true);
    expect(matches('*-dev', 'tight-dev-2')).toBe(false);
    expect(matches('a*a', 'a')).toBe(false);
    expect(matches('a*b*c', 'a1b2c')).toBe(true);
    expect(matches('*', 'anything')).toBe(true);
  });
});
