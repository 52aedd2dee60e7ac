// Objects of Argo Rollouts and Istio, written by hand after public reports.

import type { EngineObject } from '@fairway/backstage-plugin-delivery-node';
import { projectAnalysisRun } from '../analysisRun';
import type { AnalysisRun } from '../analysisRun';
import { projectVirtualService } from '../virtualService';
import type { VirtualService } from '../virtualService';

type Context = EngineObject<AnalysisRun | VirtualService>;

/** A Rollout with the objects that explain it, and what must be said about it. */
export interface PublicCase {
  /** URL of the report, or of the documentation of the state */
  source: string;
  rollout: object;
  context?: Context[];
  expected: object;
}

const ISSUES = 'https://github.com/argoproj/argo-rollouts/issues';
const DOCS = 'https://argo-rollouts.readthedocs.io/en/stable/features';
const STEPS = [
  { setWeight: 50 },
  { pause: { duration: 1 } },
  { setWeight: 80 },
  { pause: { duration: 1 } },
];
const DONE = { currentPodHash: 'new', stableRS: 'new' };
const HALF = { currentPodHash: 'new', stableRS: 'old' };

function rollout(strategy: object, status: object, spec: object = {}): object {
  return {
    metadata: { namespace: 'shop' },
    spec: { replicas: 4, strategy, ...spec },
    status: {
      phase: 'Progressing',
      replicas: 4,
      updatedReplicas: 4,
      ...status,
    },
  };
}

function canary(status: object, more: object = {}, spec: object = {}): object {
  return rollout({ canary: { steps: STEPS, ...more } }, status, spec);
}

const ANALYSIS = { templates: [{ templateName: 'orders' }] };

function blueGreen(strategy: object, status: object): object {
  return rollout(
    { blueGreen: { activeService: 'orders', ...strategy } },
    status,
  );
}

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

export const publicCases: Record<string, PublicCase> = {
  'a finished rollout is scaled up': {
    source: `${ISSUES}/3848`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      readyReplicas: 2,
      message: 'updated replicas are still becoming available',
    }),
    expected: { state: 'complete', step: 4, stable: undefined },
  },
  'a finished rollout creates more pods': {
    source: `${ISSUES}/4047`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      replicas: 2,
      updatedReplicas: 2,
      message: 'more replicas need to be updated',
    }),
    expected: { state: 'complete', step: 4 },
  },
  'a finished rollout restarts its pods': {
    source: `${DOCS}/restart/`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      message: 'rollout is restarting',
    }),
    expected: { state: 'complete' },
  },
  'pods of an old revision are still there': {
    source: `${DOCS}/canary/`,
    rollout: canary({
      ...DONE,
      currentStepIndex: 4,
      replicas: 5,
      message: 'old replicas are pending termination',
    }),
    expected: { state: 'progressing', step: 4 },
  },
  'a router leaves the old pods for a while': {
    source: `${DOCS}/traffic-management/`,
    rollout: canary(
      { ...DONE, phase: 'Healthy', currentStepIndex: 4, replicas: 8 },
      { trafficRouting: { nginx: {} } },
    ),
    expected: { state: 'complete' },
  },
  'the pause was confirmed just now': {
    source: `${ISSUES}/1174`,
    rollout: canary({
      ...HALF,
      phase: 'Paused',
      controllerPause: true,
      currentStepIndex: 1,
    }),
    expected: { state: 'progressing' },
  },
  'a timed pause that was also paused by hand': {
    source: `${DOCS}/canary/`,
    rollout: canary(
      {
        ...HALF,
        phase: 'Paused',
        currentStepIndex: 1,
        pauseConditions: [
          { reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' },
        ],
      },
      {},
      { paused: true },
    ),
    expected: {
      state: 'waiting',
      waitsFor: 'approval',
      since: '2026-01-01T00:00:00Z',
      until: undefined,
    },
  },
  'an inconclusive analysis at a timed pause': {
    source: `${DOCS}/analysis/#inconclusive-runs`,
    rollout: canary({
      ...HALF,
      phase: 'Paused',
      currentStepIndex: 1,
      pauseConditions: [
        {
          reason: 'InconclusiveAnalysisRun',
          startTime: '2026-01-01T00:00:00Z',
        },
      ],
    }),
    expected: { state: 'waiting', waitsFor: 'approval', until: undefined },
  },
  'an analysis at a step': {
    source: `${DOCS}/analysis/`,
    rollout: canary(
      { ...HALF, currentStepIndex: 0 },
      { steps: [{ analysis: ANALYSIS }] },
    ),
    expected: { state: 'waiting', waitsFor: 'analysis' },
  },
  'an experiment at a step': {
    source: `${DOCS}/experiment/`,
    rollout: canary(
      { ...HALF, currentStepIndex: 0 },
      { steps: [{ experiment: { templates: [{ name: 'baseline' }] } }] },
    ),
    expected: { state: 'waiting', waitsFor: 'analysis' },
  },
  'an analysis before the promotion': {
    source: `${ISSUES}/1174`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS },
      {
        ...HALF,
        message: 'active service cutover pending',
        blueGreen: {
          activeSelector: 'old',
          prePromotionAnalysisRunStatus: {
            name: 'orders-new-2-pre',
            status: 'Running',
          },
        },
      },
    ),
    context: [
      {
        uid: 'run',
        kind: 'AnalysisRun',
        name: 'orders-new-2-pre',
        namespace: 'shop',
        ownerUid: 'workload',
        data: projectAnalysisRun({
          metadata: {
            name: 'orders-new-2-pre',
            creationTimestamp: '2026-01-01T00:00:00Z',
            labels: { 'rollouts-pod-template-hash': 'new' },
          },
          spec: { metrics: [{ name: 'smoke' }] },
          status: { phase: 'Running' },
        }),
      },
    ],
    expected: {
      state: 'waiting',
      waitsFor: 'analysis',
      steps: [{ type: 'analysis', templates: ['orders'] }],
      step: 0,
      stable: 'orders-old',
      desired: 'orders-new',
      analyses: [
        {
          phase: 'Running',
          metrics: [{ name: 'smoke', phase: 'Pending', measurements: [] }],
        },
      ],
    },
  },
  'an analysis before the promotion, while a person may promote': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS, autoPromotionEnabled: false },
      {
        ...HALF,
        phase: 'Paused',
        pauseConditions: [
          { reason: 'BlueGreenPause', startTime: '2026-01-01T00:00:00Z' },
        ],
        blueGreen: {
          activeSelector: 'old',
          prePromotionAnalysisRunStatus: { name: 'run', status: 'Running' },
        },
      },
    ),
    expected: { state: 'waiting', waitsFor: 'approval', step: 1 },
  },
  'an analysis after the promotion': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { postPromotionAnalysis: ANALYSIS },
      {
        ...HALF,
        message: 'waiting for analysis to complete',
        blueGreen: {
          activeSelector: 'new',
          postPromotionAnalysisRunStatus: { name: 'run', status: 'Running' },
        },
      },
    ),
    expected: {
      state: 'waiting',
      waitsFor: 'analysis',
      step: 0,
      stable: 'orders-new',
      desired: 'orders-new',
    },
  },
  'a promotion that is over': {
    source: `${DOCS}/bluegreen/`,
    rollout: blueGreen(
      { prePromotionAnalysis: ANALYSIS, postPromotionAnalysis: ANALYSIS },
      { ...DONE, phase: 'Healthy', blueGreen: { activeSelector: 'new' } },
    ),
    expected: { state: 'complete', step: 2, stable: undefined },
  },
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
