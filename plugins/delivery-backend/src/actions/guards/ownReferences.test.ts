import { ID, guardChain } from '../__testUtils__/guardChain';
import { manifestOf, ordersEntity } from '../__testUtils__/guardContext';

describe('ownReferences', () => {
  const templateWith = (source: object) => ({
    spec: { containers: [{ name: 'orders', envFrom: [source] }] },
  });
  const withEnv = (source: object) =>
    manifestOf({
      metadata: { labels: ID },
      spec: { template: templateWith(source) },
    });
  const ofConfigMap = withEnv({ configMapRef: { name: 'settings' } });
  const ofSecret = withEnv({ secretRef: { name: 'database' } });
  const configMap = (metadata: object) =>
    manifestOf({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', ...metadata },
    });
  const secret = (annotations: Record<string, string>) =>
    manifestOf({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'database', labels: ID, annotations },
    });
  const generated = secret({ 'fairway.dev/generate': 'PASSWORD' });
  const entity = { 'fairway.dev/entity': 'component:default/orders' };

  it.each([
    ['does not exist', {}, 'referenceNotOwn'],
    ['has no owner', { objects: [configMap({})] }, 'referenceNotOwn'],
    ['has the id', { objects: [configMap({ labels: ID })] }, undefined],
    [
      'has the annotation',
      { objects: [configMap({ annotations: entity })] },
      undefined,
    ],
    [
      'has the id that others claim',
      {
        objects: [configMap({ labels: ID })],
        contestants: ['component:default/other'],
      },
      'referenceNotOwn',
    ],
    [
      'has the annotation, and the id of another service',
      {
        objects: [
          configMap({
            annotations: entity,
            labels: { 'backstage.io/kubernetes-id': 'billing' },
          }),
        ],
      },
      undefined,
    ],
    [
      'is shared',
      { rules: { shared: [{ kind: '/ConfigMap', name: 'set*' }] } },
      undefined,
    ],
    [
      'is shared in another namespace',
      {
        rules: {
          shared: [{ kind: '/ConfigMap', name: '*', namespace: 'other' }],
        },
      },
      'referenceNotOwn',
    ],
    [
      'is in a namespace that is one trust domain',
      { environment: { trustDomain: 'namespace' as const } },
      undefined,
    ],
  ])('a ConfigMap that %s', async (_, world, code) => {
    expect(await guardChain(world).codeOf(ofConfigMap)).toBe(code);
  });

  it('allows what the request writes, and what the existing object refers to', async () => {
    const chain = guardChain();
    const written = [ofConfigMap, configMap({ labels: ID })];
    expect(await chain.codeOf(ofConfigMap, { written })).toBeUndefined();
    const existing = ofConfigMap;
    expect(await chain.codeOf(ofConfigMap, { existing })).toBeUndefined();
    expect(await chain.codeOf(ofSecret, { existing })).toBe('secretNotOwn');
  });

  it.each([
    ['nothing proves', {}, [], 'secretNotOwn'],
    ['the portal has created', { secrets: ['database'] }, [], undefined],
    ['the request generates', {}, [generated], undefined],
    ['the request claims to contain', {}, [secret({})], 'secretNotOwn'],
    [
      'has the name that configuration gives to the service',
      { rules: { shared: [{ kind: '/Secret', name: '{id}-tls' }] } },
      [],
      'secretNotOwn',
    ],
    [
      'is shared',
      { rules: { shared: [{ kind: '/Secret', name: 'database' }] } },
      [],
      undefined,
    ],
  ])('a Secret that %s', async (_, world, others, code) => {
    const written = [ofSecret, ...others];
    expect(await guardChain(world).codeOf(ofSecret, { written })).toBe(code);
  });

  it('allows a Secret that a running workload of the service uses', async () => {
    const running = (labels: Record<string, string>) => ({
      kind: 'Deployment' as const,
      name: 'orders',
      labels,
      podLabels: {},
    });
    const cronJob = manifestOf({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report', labels: ID },
      spec: {
        jobTemplate: {
          spec: { template: templateWith({ secretRef: { name: 'database' } }) },
        },
      },
    });
    const objects = [ofSecret];
    const own = { facts: { workloads: [running(ID)] }, objects };
    expect(await guardChain(own).codeOf(cronJob)).toBeUndefined();
    const foreign = { facts: { workloads: [running({})] }, objects };
    expect(await guardChain(foreign).codeOf(cronJob)).toBe('secretNotOwn');
    const unused = {
      facts: { workloads: [running(ID)] },
      objects: [ofConfigMap],
    };
    expect(await guardChain(unused).codeOf(cronJob)).toBe('secretNotOwn');
  });

  it('fills in the id of the service, unless others claim it', async () => {
    const rules = { shared: [{ kind: '/Secret', name: '{id}-database' }] };
    const manifest = withEnv({ secretRef: { name: 'orders-database' } });
    const contestants = ['component:default/other'];
    expect(await guardChain({ rules }).codeOf(manifest)).toBeUndefined();
    expect(await guardChain({ rules, contestants }).codeOf(manifest)).toBe(
      'secretNotOwn',
    );
  });

  it('does not record the claim of a service that is not in the catalog', async () => {
    const rules = {
      shared: [{ kind: '/Secret', name: '{id}-database' }],
      hosts: ['{id}.example'],
    };
    const written = [
      withEnv({ secretRef: { name: 'orders-database' } }),
      manifestOf({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { labels: ID },
        spec: { selector: ID },
      }),
      manifestOf({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { labels: ID },
        spec: { rules: [{ host: 'orders.example' }] },
      }),
    ];
    const context = { isDraft: true };
    const alone = guardChain({ rules });
    const contested = guardChain({
      rules,
      contestants: ['component:default/other'],
    });
    const codes: unknown[] = [];
    for (const manifest of written) {
      const rest = { written, context };
      expect(await alone.codeOf(manifest, rest)).toBeUndefined();
      codes.push(await contested.codeOf(manifest, rest));
    }
    expect(codes).toEqual(['secretNotOwn', 'selectorNotOwn', 'hostNotAllowed']);
    expect([...alone.known, ...contested.known]).toEqual([]);
  });

  it('does not take an id for a pattern, nor a name for a path', async () => {
    const rules = { shared: [{ kind: '/Secret', name: '{id}-database' }] };
    const chain = guardChain({ rules });
    const manifest = withEnv({ secretRef: { name: 'billing-database' } });
    const wildcard = ordersEntity({ 'backstage.io/kubernetes-id': '*' });
    const marked = {
      ...manifest,
      metadata: { ...manifest.metadata, labels: {}, annotations: entity },
    };
    expect(await chain.codeOf(marked, { context: { entity: wildcard } })).toBe(
      'secretNotOwn',
    );
    for (const name of ['../secrets/billing', 'a/b', '..', 'a?b']) {
      const traversing = withEnv({ configMapRef: { name } });
      expect(await chain.codeOf(traversing)).toBe('referenceNotOwn');
    }
    expect(chain.requests).toEqual([]);
  });

  it('reads nothing before the existing object was read, nor for a service that is not in the catalog', async () => {
    const chain = guardChain({ objects: [configMap({ labels: ID })] });
    expect(await chain.codeOf(ofConfigMap, { isRead: false })).toBeUndefined();
    expect(
      await chain.codeOf(ofConfigMap, { context: { isDraft: true } }),
    ).toBe('referenceNotOwn');
    expect(chain.requests).toEqual([]);
  });

  it('refuses a StatefulSet that would use the volumes of another, but not its own', async () => {
    const statefulSet = manifestOf({
      kind: 'StatefulSet',
      metadata: { labels: ID },
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    });
    const facts = { claims: ['data-orders-0', 'data-orders-blue-0'] };
    const chain = guardChain({ facts });
    expect(await chain.codeOf(statefulSet)).toBe('referenceNotOwn');
    expect(
      await chain.codeOf(statefulSet, { existing: statefulSet }),
    ).toBeUndefined();
    const claims = ['data-orders-blue-0', 'data-orders-x'];
    const others = guardChain({ facts: { claims } });
    expect(await others.codeOf(statefulSet)).toBeUndefined();
    expect(await guardChain({ facts: 'unknown' }).codeOf(statefulSet)).toBe(
      'clusterNotSynced',
    );
  });
});
