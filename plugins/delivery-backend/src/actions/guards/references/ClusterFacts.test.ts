import { deploymentRecord } from '../../../__testUtils__/records';
import { ClusterCache, relatedKinds, workloadKinds } from '../../../kubernetes';
import { cachedFacts } from './ClusterFacts';

const since = '2026-01-01T12:00:00.000Z';

describe('cachedFacts', () => {
  function setUp() {
    const cache = ClusterCache.create({
      accepts: () => true,
      engines: [],
      onChange: () => {},
      now: () => Date.parse(since),
    });
    const { workloads, related } = cache.stores;
    return {
      facts: cachedFacts({ cache: () => cache }),
      workloads: workloads.target('Deployment'),
      /** Adds an object as the API server reports it. */
      add: (kind: (typeof relatedKinds)[number]['kind'], object: object) => {
        const record = relatedKinds
          .find(each => each.kind === kind)
          ?.project(object);
        if (record) related.target(kind).upsert(record);
      },
      syncWorkloads: () =>
        workloadKinds.forEach(({ kind }) =>
          workloads.target(kind).setSync({ state: 'synced', since }),
        ),
      sync: (kind: (typeof relatedKinds)[number]['kind']) =>
        related.target(kind).setSync({ state: 'synced', since }),
    };
  }
  let uids = 0;
  const metadata = (name: string, namespace = 'dev') => {
    uids += 1;
    return { name, namespace, uid: `${uids}`, creationTimestamp: since };
  };

  it('knows nothing before workloads and Services are read, and no claims before these are', () => {
    const { facts, syncWorkloads, sync } = setUp();
    expect(facts.in('staging', 'dev')).toBeUndefined();
    syncWorkloads();
    expect(facts.in('staging', 'dev')).toBeUndefined();
    sync('Service');
    expect(facts.in('staging', 'dev')).toMatchObject({ claims: undefined });
    sync('PersistentVolumeClaim');
    expect(facts.in('staging', 'dev')).toEqual({
      workloads: [],
      selectors: [],
      claims: [],
      routes: [],
    });
  });

  it('lists the workloads, selectors and claims of the namespace, and the routes of the cluster', () => {
    const { facts, workloads, add, syncWorkloads, sync } = setUp();
    syncWorkloads();
    sync('Service');
    sync('PersistentVolumeClaim');
    workloads.upsert(
      deploymentRecord({ uid: 'a', namespace: 'dev', podLabels: { app: 'a' } }),
    );
    workloads.upsert(deploymentRecord({ uid: 'b', namespace: 'prod' }));
    const spec = { selector: { app: 'a' } };
    add('Service', { metadata: metadata('a'), spec });
    add('Service', { metadata: metadata('external'), spec: {} });
    add('Service', { metadata: metadata('b', 'prod'), spec });
    add('PodDisruptionBudget', {
      metadata: metadata('a'),
      spec: { selector: { matchLabels: { app: 'a' } }, minAvailable: 1 },
      status: {},
    });
    add('PersistentVolumeClaim', {
      metadata: metadata('data-a-0'),
      spec: {},
      status: { phase: 'Bound' },
    });
    const backend = { service: { name: 'a' } };
    add('Ingress', {
      metadata: metadata('a', 'prod'),
      spec: {
        rules: [
          { host: 'a.example', http: { paths: [{ path: '/', backend }] } },
          { host: 'a.example', http: { paths: [{ path: '/x', backend }] } },
        ],
      },
    });
    const selector = { matchLabels: { app: 'a' }, matchExpressions: [] };
    expect(facts.in('staging', 'dev')).toMatchObject({
      workloads: [{ podLabels: { app: 'a' } }],
      selectors: [
        { kind: '/Service', name: 'a', selector },
        { kind: 'policy/PodDisruptionBudget', name: 'a', selector },
      ],
      claims: ['data-a-0'],
      routes: [
        {
          kind: 'networking.k8s.io/Ingress',
          namespace: 'prod',
          name: 'a',
          hosts: ['a.example'],
        },
      ],
    });
  });
});
