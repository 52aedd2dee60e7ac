import { ID, guardChain } from '../__testUtils__/guardChain';
import type { GuardWorld } from '../__testUtils__/guardChain';
import { manifestOf } from '../__testUtils__/guardContext';

describe('ownSelectors and ownPodLabels', () => {
  const app = { app: 'orders' };
  const service = (selector: object) =>
    manifestOf({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { labels: ID },
      spec: { selector },
    });
  const workload = (labels: object, name = 'orders') =>
    manifestOf({
      metadata: { name, labels: ID },
      spec: {
        selector: { matchLabels: ID },
        template: { metadata: { labels } },
      },
    });
  const running = (
    name: string,
    labels: Record<string, string>,
    podLabels: Record<string, string>,
  ) => ({ kind: 'Deployment' as const, name, labels, podLabels });
  const ofWorkloads = (
    ...workloads: ReturnType<typeof running>[]
  ): GuardWorld => ({
    facts: { workloads },
  });
  const own = running('orders', ID, app);
  const other = running('billing', {}, app);
  const unknown: GuardWorld = { facts: 'unknown' };

  it.each<[string, object, GuardWorld, string | undefined]>([
    ['the id of the service', ID, {}, undefined],
    ['the id, while the cluster cannot be read', ID, unknown, undefined],
    [
      'the id of another service',
      { 'backstage.io/kubernetes-id': 'billing' },
      {},
      'selectorNotOwn',
    ],
    ['pods of the service', app, ofWorkloads(own), undefined],
    ['pods of nobody', app, {}, 'selectorNotOwn'],
    ['pods of another service', app, ofWorkloads(other), 'selectorOfOther'],
    ['pods of both', app, ofWorkloads(own, other), 'selectorOfOther'],
    [
      'pods, while the cluster cannot be read',
      app,
      unknown,
      'clusterNotSynced',
    ],
    [
      'the id that others claim',
      ID,
      { contestants: ['component:default/other'] },
      'selectorNotOwn',
    ],
    [
      'pods in a namespace that is one trust domain',
      app,
      { ...ofWorkloads(other), environment: { trustDomain: 'namespace' } },
      undefined,
    ],
  ])('a Service that selects %s', async (_, selector, world, code) => {
    expect(await guardChain(world).codeOf(service(selector))).toBe(code);
  });

  it('allows a selector of pods that the same request creates, and an unchanged one', async () => {
    const chain = guardChain();
    const manifest = service(app);
    const written = [manifest, workload(app)];
    expect(await chain.codeOf(manifest, { written })).toBeUndefined();
    expect(
      await chain.codeOf(manifest, { existing: manifest }),
    ).toBeUndefined();
    expect(
      await chain.codeOf(manifest, { existing: service({ app: 'x' }) }),
    ).toBe('selectorNotOwn');
    const draft = { isDraft: true };
    expect(
      await guardChain(ofWorkloads(other)).codeOf(manifest, {
        written,
        context: draft,
      }),
    ).toBeUndefined();
  });

  it('refuses pods that the Service of another service selects, unless it did before', async () => {
    const selectors = [
      {
        kind: '/Service',
        name: 'billing',
        selector: { matchLabels: app, matchExpressions: [] },
      },
      {
        kind: '/Service',
        name: 'orders-metrics',
        selector: { matchLabels: ID, matchExpressions: [] },
      },
      {
        kind: 'policy/PodDisruptionBudget',
        name: 'whole-namespace',
        selector: { matchLabels: {}, matchExpressions: [] },
      },
    ];
    const chain = guardChain({ facts: { selectors } });
    const manifest = workload(app);
    expect(await chain.codeOf(manifest)).toBe('podLabelsOfOther');
    expect(
      await chain.codeOf(workload({ app: 'free', ...ID })),
    ).toBeUndefined();
    expect(
      await chain.codeOf(manifest, { existing: manifest }),
    ).toBeUndefined();
    const billing = manifestOf({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'billing', labels: ID },
    });
    const owning = guardChain({ facts: { selectors }, objects: [billing] });
    expect(await owning.codeOf(manifest)).toBeUndefined();
  });
});
