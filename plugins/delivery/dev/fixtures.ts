import type { Entity } from '@backstage/catalog-model';
import { finding, health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  EnvironmentTarget,
  Environment,
  JobRun,
  JobSeries,
  Manifest,
  Pod,
  RevisionDiff,
  Sync,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

// Written by hand, in the shapes that the delivery backend serves.

/** Ages are counted from here, so that every look at a fixture is the same. */
const NOW = Date.now();

export function ago(minutes: number): string {
  return new Date(NOW - minutes * 60_000).toISOString();
}

export const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'berth-planner',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'berth-planner' },
  },
  spec: { type: 'service', owner: 'port-operations', lifecycle: 'production' },
};

function pod(overrides: Partial<Pod> & { name: string }): Pod {
  return {
    uid: `uid-${overrides.name}`,
    createdAt: ago(55),
    status: 'ready',
    restarts: 0,
    node: 'worker-a1',
    ...overrides,
  };
}

function workload(overrides: Partial<Workload> = {}): Workload {
  return {
    uid: 'uid-berth-planner',
    kind: 'Deployment',
    name: 'berth-planner',
    createdAt: ago(60 * 24 * 90),
    images: ['registry.harbour.example/harbour/berth-planner:2.7.2'],
    version: { value: '2.7.2', from: 'label' },
    commit: '348d4c5d9be2c1b2a8a3c9d5e7b66a1c2d3e4f50',
    source: 'https://git.harbour.example/harbour/berth-planner',
    deployedAt: ago(55),
    replicas: { desired: 3, updated: 3, ready: 3, available: 3 },
    health: health('healthy', 'ready', { desired: 3 }),
    rollout: {
      engine: 'native',
      strategy: 'rolling',
      state: 'complete',
      steps: [],
      step: 0,
      analyses: [],
    },
    findings: [],
    claim: 'consented',
    revisions: [
      {
        uid: 'uid-revision-2',
        name: 'berth-planner-65ccd86755',
        number: 2,
        createdAt: ago(55),
        current: true,
        images: ['registry.harbour.example/harbour/berth-planner:2.7.2'],
        version: { value: '2.7.2', from: 'label' },
        commit: '348d4c5d9be2c1b2a8a3c9d5e7b66a1c2d3e4f50',
        replicas: { desired: 3, ready: 3 },
      },
      {
        uid: 'uid-revision-1',
        name: 'berth-planner-5c466c7b66',
        number: 1,
        createdAt: ago(60 * 24 * 12),
        current: false,
        images: ['registry.harbour.example/harbour/berth-planner:2.7.1'],
        version: { value: '2.7.1', from: 'label' },
        changeCause: 'kubectl apply --filename=release-2.7.1.yaml',
        replicas: { desired: 0, ready: 0 },
      },
    ],
    pods: ['bhwsc', 'sq4tk', 'wjggl'].map(end =>
      pod({ name: `berth-planner-65ccd86755-${end}` }),
    ),
    ...overrides,
  };
}

const synced: Sync = { state: 'synced', since: ago(600) };

function environment(
  name: string,
  overrides: Partial<Environment> = {},
): Environment {
  const isProduction = name === 'production';
  return {
    name,
    cluster: isProduction ? 'production' : 'staging',
    namespace: isProduction ? 'prod' : name,
    production: isProduction,
    sync: synced,
    jobs: [],
    workloads: [workload()],
    ...overrides,
  };
}

function delivery(...environments: Environment[]): Delivery {
  return { entityRef: 'component:default/berth-planner', environments };
}

export const allWell = delivery(
  environment('dev', {
    workloads: [
      workload({
        version: { value: '2.8.0-rc.1', from: 'tag' },
        commit: 'faa4276aa2b5b2d0e3cf9d5e7b66a1c2d3e4f501',
      }),
    ],
  }),
  environment('staging'),
  environment('production'),
);

const { symptoms: none, ...pastDeadline } = finding({
  rule: 'deadlineExceeded',
  severity: 'critical',
  certainty: 'likely',
  values: { updated: 1, desired: 3 },
  evidence: [],
  pods: [],
});

/** A rollout on its way, one that fails, and one that somebody paused. */
export const inTrouble = delivery(
  environment('dev', {
    workloads: [
      workload({
        version: { value: 'sha256:9f86d081', from: 'digest' },
        commit: undefined,
        source: undefined,
        replicas: { desired: 2, updated: 1, ready: 2, available: 2 },
        health: health('suspended', 'paused', { updated: 1, desired: 2 }),
      }),
    ],
  }),
  environment('staging', {
    workloads: [
      workload({
        version: { value: '2.8.0', from: 'label' },
        commit: 'faa4276aa2b5b2d0e3cf9d5e7b66a1c2d3e4f501',
        deployedAt: ago(1),
        replicas: { desired: 8, updated: 5, ready: 7, available: 7 },
        health: health('progressing', 'updating', { updated: 5, desired: 8 }),
        pods: Array.from({ length: 14 }, (_, index) =>
          pod({
            name: `berth-planner-7d7bc785cb-k${index}dzx`,
            ...(index === 3 && {
              status: 'starting',
              reason: 'ContainerCreating',
              createdAt: ago(0.2),
            }),
            ...(index === 4 && { status: 'terminating' }),
          }),
        ),
      }),
    ],
  }),
  environment('production', {
    workloads: [
      workload({
        deployedAt: ago(4),
        replicas: { desired: 3, updated: 1, ready: 2, available: 2 },
        health: health('degraded', 'podsFailing', {
          failing: 1,
          pods: 3,
          reason: 'CrashLoopBackOff',
        }),
        findings: [
          {
            ...finding({
              rule: 'crashLoop',
              severity: 'critical',
              certainty: 'certain',
              values: { container: 'app', exitCode: 3, restarts: 5 },
              evidence: [
                {
                  kind: 'Pod',
                  namespace: 'prod',
                  name: 'berth-planner-65ccd86755-bhwsc',
                  field:
                    'status.containerStatuses[app].lastState.terminated.message',
                  value: 'FATAL: no berths in the plan',
                  time: ago(1),
                },
              ],
              since: ago(4),
              pods: ['berth-planner-65ccd86755-bhwsc'],
            }),
            symptoms: [pastDeadline],
          },
          finding({
            rule: 'unschedulable',
            severity: 'critical',
            certainty: 'certain',
            values: { failing: 1, pods: 3, nodes: 5 },
            details: [{ phrase: 'nodesMemory', values: { count: 5 } }],
            evidence: [
              {
                kind: 'Pod',
                namespace: 'prod',
                name: 'berth-planner-5c466c7b66-wjggl',
                field: 'status.conditions[PodScheduled]',
                value: '0/5 nodes are available: 5 Insufficient memory.',
              },
            ],
            since: ago(4),
            pods: ['berth-planner-5c466c7b66-wjggl'],
          }),
          finding({
            rule: 'disruptionBlocked',
            severity: 'info',
            certainty: 'possible',
            values: { budget: 'berth-planner', rule: 'minAvailable: 3' },
            evidence: [
              {
                kind: 'PodDisruptionBudget',
                namespace: 'prod',
                name: 'berth-planner',
                field: 'status',
                value: 'disruptionsAllowed 0',
              },
            ],
            pods: [],
          }),
        ],
        pods: [
          pod({
            name: 'berth-planner-65ccd86755-bhwsc',
            status: 'failing',
            reason: 'CrashLoopBackOff',
            message: 'back-off 2m40s restarting failed container=app',
            restarts: 5,
          }),
          pod({ name: 'berth-planner-5c466c7b66-sq4tk' }),
          pod({
            name: 'berth-planner-5c466c7b66-wjggl',
            status: 'unschedulable',
            reason: 'Unschedulable',
            message: '0/5 nodes are available: 5 Insufficient memory.',
            node: undefined,
          }),
        ],
      }),
    ],
  }),
);

/** Each environment knows less than the one before. */
export const partial = delivery(
  environment('dev', {
    sync: {
      state: 'stale',
      since: ago(12),
      message: 'connect ECONNREFUSED 10.0.0.1:6443; trying again every 30 s',
    },
    workloads: [
      workload({
        claim: 'contested',
        claimants: [
          'component:default/berth-planner',
          'component:default/quay',
        ],
      }),
    ],
  }),
  environment('test', {
    sync: { state: 'syncing', since: ago(0) },
    workloads: [],
  }),
  environment('acceptance', {
    workloads: [],
    unavailableKinds: [
      {
        resource: 'events',
        message: 'grant its service account get, list and watch on events',
      },
    ],
  }),
  environment('staging', {
    sync: {
      state: 'failed',
      since: ago(30),
      message:
        'The cluster forbids to list pods: give the portal’s service account the role that docs/operations names',
    },
    workloads: [],
  }),
  environment('production', {
    sync: { state: 'refused', since: ago(30) },
    workloads: [],
  }),
);

export const manifest: Manifest = {
  resourceVersion: '4711',
  yaml: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: berth-planner
  namespace: prod
spec:
  replicas: 3
`,
};

export const revisionDiff: RevisionDiff = {
  from: 1,
  to: 2,
  changes: [
    {
      part: 'image',
      container: 'app',
      change: 'changed',
      before: 'registry.harbour.example/harbour/berth-planner:2.7.1',
      after: 'registry.harbour.example/harbour/berth-planner:2.7.2',
    },
    {
      part: 'env',
      container: 'app',
      name: 'LOG_LEVEL',
      change: 'changed',
      before: 'debug',
      after: 'info',
    },
    {
      part: 'env',
      container: 'app',
      name: 'DB_PASSWORD',
      change: 'changed',
      before: '***',
      after: '***',
    },
    {
      part: 'probe',
      container: 'app',
      name: 'readiness.periodSeconds',
      change: 'added',
      after: '5',
    },
    {
      part: 'volume',
      name: 'cache',
      change: 'removed',
      before: '{emptyDir: {}}',
    },
  ],
  templates: {
    state: 'shown',
    from: 'spec:\n  containers:\n    - name: app\n      image: registry.harbour.example/harbour/berth-planner:2.7.1\n',
    to: 'spec:\n  containers:\n    - name: app\n      image: registry.harbour.example/harbour/berth-planner:2.7.2\n',
  },
};

function run(overrides: Partial<JobRun> & { name: string }): JobRun {
  return {
    uid: `uid-${overrides.name}`,
    state: 'succeeded',
    startedAt: ago(60 * 24 * 2 + 30),
    endedAt: ago(60 * 24 * 2 + 30),
    durationSeconds: 95,
    failedPods: 0,
    ...overrides,
  };
}

function cronJob(overrides: Partial<JobSeries> = {}): JobSeries {
  return {
    uid: 'uid-invoice-archive',
    kind: 'CronJob',
    name: 'invoice-archive',
    schedule: '0 2 * * *',
    suspended: false,
    nextRunAt: ago(-60 * 5),
    lastSuccessAt: ago(60 * 24 * 2 + 30),
    images: ['registry.harbour.example/harbour/invoice-archive:1.0.2'],
    version: { value: '1.0.2', from: 'label' },
    runs: [
      run({ name: 'invoice-archive-3' }),
      run({ name: 'invoice-archive-2', durationSeconds: 48 }),
    ],
    ...overrides,
  };
}

/** A service that runs now and then; its last run failed in staging. */
export const jobsOnly = delivery(
  environment('dev', {
    workloads: [],
    jobs: [
      cronJob({
        suspended: true,
        nextRunAt: undefined,
        lastSuccessAt: undefined,
        runs: [],
      }),
    ],
  }),
  environment('staging', {
    workloads: [],
    jobs: [
      cronJob({
        timeZone: 'Europe/Amsterdam',
        runs: [
          run({
            name: 'invoice-archive-5',
            state: 'running',
            startedAt: ago(3),
            endedAt: undefined,
            durationSeconds: undefined,
            failedPods: 1,
          }),
          run({
            name: 'invoice-archive-4',
            state: 'failed',
            startedAt: ago(60 * 19),
            endedAt: ago(60 * 19 - 7),
            durationSeconds: 422,
            failedPods: 3,
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
          }),
          run({ name: 'invoice-archive-3' }),
          run({
            name: 'invoice-archive-2',
            startedAt: ago(60 * 24 * 3 + 30),
            durationSeconds: 48,
          }),
        ],
      }),
    ],
  }),
  environment('production', { workloads: [], jobs: [cronJob()] }),
);

/** Where a service to come can be: two that its developer may deploy to, and production. */
export const places: EnvironmentTarget[] = [
  {
    name: 'dev',
    cluster: 'staging',
    production: false,
    namespaces: ['dev', '*-dev'],
    isChangeable: true,
    mayApply: true,
    quotas: [
      { ...quotaOf('dev'), resource: 'requests.cpu', used: 9.4, hard: 12 },
      {
        ...quotaOf('dev'),
        resource: 'requests.memory',
        used: 20 * 2 ** 30,
        hard: 24 * 2 ** 30,
      },
      { ...quotaOf('dev'), resource: 'pods', used: 41, hard: 60 },
      { ...quotaOf('dev'), resource: 'services', used: 3, hard: 40 },
    ],
  },
  {
    name: 'staging',
    cluster: 'staging',
    production: false,
    namespaces: ['staging'],
    isChangeable: true,
    mayApply: true,
    quotas: [],
  },
  {
    name: 'production',
    cluster: 'production',
    production: true,
    namespaces: ['prod'],
    isChangeable: true,
    mayApply: false,
    quotas: [],
  },
];

function quotaOf(namespace: string) {
  return { namespace, quota: 'compute' };
}
