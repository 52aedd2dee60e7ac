import { rollouts } from './__fixtures__/public/rollouts';
import { routes as routeCases } from './__fixtures__/public/routes';
import { ArgoRolloutsEngine } from './ArgoRolloutsEngine';
import { projectRollout } from './rolloutObject';
import { projectVirtualService } from './virtualService';

const engine = ArgoRolloutsEngine.create();

it.each(Object.entries({ ...rollouts, ...routeCases }))(
  'describes: %s',
  (_, { rollout, context = [], expected }) => {
    const described = engine.describe({
      workload: {
        uid: 'workload',
        kind: 'Rollout',
        name: 'orders',
        namespace: 'shop',
        generation: 1,
        record: projectRollout(rollout),
      },
      revisions: ['new', 'old'].map((hash, index) => ({
        name: `orders-${hash}`,
        hash,
        number: 2 - index,
        isCurrent: index === 0,
        desired: 4,
      })),
      pods: [],
      context,
      unread: new Map(),
    });
    expect({ until: undefined, ...described }).toMatchObject(expected);
  },
);

it('refers to its VirtualServices, also in other namespaces', () => {
  const { rollout } = routeCases['a VirtualService in another namespace'];
  expect(projectRollout(rollout).refersTo).toEqual([
    { kind: 'VirtualService', namespace: 'mesh', name: 'orders' },
  ]);
});

// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
describe('a condition of a VirtualService', () => {
  const exact = { exact: 'a' };
  it.each([
    [
      { uri: { regex: '/v[12]' } },
      { on: 'path', how: 'regex', value: '/v[12]' },
    ],
    [{ method: exact }, { on: 'method', how: 'exact', value: 'a' }],
    [{ scheme: exact }, { on: 'scheme', how: 'exact', value: 'a' }],
    [{ authority: exact }, { on: 'host', how: 'exact', value: 'a' }],
    [
      { headers: { 'x-user': {} } },
      { on: 'header', name: 'x-user', how: 'present', value: '' },
    ],
    [
      { withoutHeaders: { 'x-user': exact } },
      { on: 'withoutHeader', name: 'x-user', how: 'exact', value: 'a' },
    ],
    [
      { queryParams: { beta: exact } },
      { on: 'query', name: 'beta', how: 'exact', value: 'a' },
    ],
    [{ port: 8080 }, { on: 'port', how: 'exact', value: '8080' }],
    [
      { gateways: ['mesh', 'edge'] },
      { on: 'gateway', how: 'exact', value: 'mesh, edge' },
    ],
    [
      { sourceLabels: { app: 'shop' } },
      { on: 'sourceLabel', name: 'app', how: 'exact', value: 'shop' },
    ],
    [
      { sourceNamespace: 'shop' },
      { on: 'sourceNamespace', how: 'exact', value: 'shop' },
    ],
    [
      { sniHosts: ['a.example'] },
      { on: 'serverName', how: 'exact', value: 'a.example' },
    ],
    [
      { destinationSubnets: ['10.0.0.0/8'] },
      { on: 'subnet', how: 'exact', value: '10.0.0.0/8' },
    ],
    [
      { moonPhase: { exact: 'full' } },
      {
        on: 'other',
        name: 'moonPhase',
        how: 'exact',
        value: '{"exact":"full"}',
      },
    ],
  ])('%j is kept', (match, condition) => {
    for (const protocol of ['http', 'tls', 'tcp']) {
      const { routes } = projectVirtualService({
        spec: { [protocol]: [{ match: [match] }] },
      });
      expect(routes[0].matches).toEqual([[condition]]);
    }
  });

  it('of several alternatives is kept apart', () => {
    const { routes } = projectVirtualService({
      spec: {
        http: [
          {
            match: [{ name: 'both', uri: exact, method: exact }, { port: 80 }],
          },
          { match: [{ uri: exact }, { ignoreUriCase: true }] },
        ],
      },
    });
    expect(routes.map(({ matches }) => matches.map(all => all.length))).toEqual(
      [[2, 1], []],
    );
  });

  it('of a route that sends requests elsewhere is kept with its target', () => {
    const { routes } = projectVirtualService({
      spec: {
        http: [
          { redirect: { uri: '/new' } },
          { directResponse: { status: 503 } },
          { delegate: { name: 'inner', namespace: 'mesh' } },
        ],
      },
    });
    expect(routes.flatMap(({ to }) => to.map(({ host }) => host))).toEqual([
      'redirect',
      'direct response',
      'VirtualService mesh/inner',
    ]);
  });
});
