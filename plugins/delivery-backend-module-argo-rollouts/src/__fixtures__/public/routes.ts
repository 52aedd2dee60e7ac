import { projectVirtualService } from '../../virtualService';
import { HALF, ISSUES, canary } from './objects';
import type { Context, PublicCase } from './objects';

function virtualService(
  name: string,
  namespace: string,
  spec: object,
): Context {
  return {
    uid: `${namespace}/${name}`,
    kind: 'VirtualService',
    name,
    namespace,
    data: projectVirtualService({ spec }),
  };
}

function meshed(istio: object, status: object = {}): object {
  return canary(
    { ...HALF, currentStepIndex: 1, ...status },
    {
      stableService: 'orders',
      canaryService: 'orders-canary',
      trafficRouting: { istio },
    },
  );
}

const to = (stable: number, fresh: number, domain = '') => [
  { destination: { host: `orders${domain}` }, weight: stable },
  { destination: { host: `orders-canary${domain}` }, weight: fresh },
];
const split = (stable: number, fresh: number, domain = '') => [
  { revision: 'stable', service: `orders${domain}`, percent: stable },
  { revision: 'new', service: `orders-canary${domain}`, percent: fresh },
];
const DOMAIN = '.shop.svc.cluster.local';

/** Routes of Rollouts whose traffic a router splits. */
export const routes: Record<string, PublicCase> = {
  'a VirtualService in another namespace': {
    source: `${ISSUES}/1114`,
    rollout: meshed({ virtualService: { name: 'orders.mesh' } }),
    context: [
      virtualService('orders', 'shop', { http: [{ route: to(0, 100) }] }),
      virtualService('orders', 'mesh', {
        http: [{ name: 'primary', route: to(70, 30, DOMAIN) }],
      }),
    ],
    expected: {
      traffic: {
        router: 'istio',
        object: 'VirtualService orders.mesh',
        routes: [{ name: 'primary', matches: [], to: split(70, 30, DOMAIN) }],
      },
    },
  },
  'a short host in the namespace of the VirtualService': {
    source:
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
    rollout: meshed({ virtualService: { name: 'orders.mesh' } }),
    context: [
      virtualService('orders', 'mesh', {
        http: [{ route: [{ destination: { host: 'orders' } }] }],
      }),
    ],
    expected: {
      traffic: {
        routes: [
          { to: [{ revision: 'other', service: 'orders', percent: 100 }] },
        ],
      },
    },
  },
  'a VirtualService that cannot be read': {
    source: `${ISSUES}/4709`,
    rollout: meshed(
      { virtualService: { name: 'orders.mesh' } },
      {
        canary: {
          weights: {
            canary: { weight: 30, serviceName: 'orders-canary' },
            stable: { weight: 70, serviceName: 'orders' },
          },
        },
      },
    ),
    expected: {
      traffic: {
        object: 'VirtualService orders.mesh',
        routes: [{ matches: [], to: split(70, 30) }],
        problem: {
          code: 'virtualServiceMissing',
          values: { name: 'orders', namespace: 'mesh' },
        },
      },
    },
  },
  'two VirtualServices, one with a route for a path': {
    source: `${ISSUES}/1349`,
    rollout: meshed({
      virtualServices: [
        { name: 'orders', routes: ['admin'] },
        { name: 'orders-inner' },
      ],
    }),
    context: [
      virtualService('orders', 'shop', {
        http: [
          {
            name: 'admin',
            match: [{ uri: { prefix: '/admin' } }],
            route: to(70, 30),
          },
          { name: 'rest', route: [{ destination: { host: 'orders' } }] },
        ],
      }),
      virtualService('orders-inner', 'shop', {
        http: [{ route: to(70, 30) }],
      }),
    ],
    expected: {
      traffic: {
        object: 'VirtualService orders, VirtualService orders-inner',
        routes: [
          {
            object: 'VirtualService orders',
            name: 'admin',
            matches: [[{ on: 'path', how: 'prefix', value: '/admin' }]],
            to: split(70, 30),
          },
          {
            object: 'VirtualService orders',
            name: 'rest',
            matches: [],
            to: [{ revision: 'stable', service: 'orders', percent: 100 }],
          },
          {
            object: 'VirtualService orders-inner',
            matches: [],
            to: split(70, 30),
          },
        ],
      },
    },
  },
  'one of two VirtualServices is missing': {
    source: `${ISSUES}/1349`,
    rollout: meshed({
      virtualServices: [{ name: 'orders' }, { name: 'orders-inner' }],
    }),
    context: [
      virtualService('orders', 'shop', { http: [{ route: to(70, 30) }] }),
    ],
    expected: {
      traffic: {
        routes: [{ object: 'VirtualService orders', to: split(70, 30) }],
        problem: {
          code: 'virtualServiceMissing',
          values: { name: 'orders-inner', namespace: 'shop' },
        },
      },
    },
  },
  'a router of a plugin': {
    source:
      'https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi',
    rollout: canary(
      {
        ...HALF,
        currentStepIndex: 1,
        canary: {
          weights: { canary: { weight: 5 }, stable: { weight: 95 } },
        },
      },
      {
        trafficRouting: {
          managedRoutes: [{ name: 'testers' }],
          plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'orders' } },
        },
      },
    ),
    expected: {
      traffic: {
        router: 'argoproj-labs/gatewayAPI',
        routes: [{ to: [{ percent: 95 }, { percent: 5 }] }],
      },
    },
  },
};
