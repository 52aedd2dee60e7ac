// Objects of Kubernetes, written by hand after public reports. They have only the fields
// that matter to the diagnosis.

/** An object of Kubernetes. */
export interface KubernetesObject {
  kind: string;
  [field: string]: unknown;
}

/** A case from a public report, and what must be said about it. */
export interface PublicCase {
  /** URL of the report, or of the documentation of the state */
  source: string;
  objects: KubernetesObject[];
  /** Status and reason of the health */
  health: string;
  /** Sentence of the health */
  sentence: string;
  /** Rule, certainty and sentence of each finding, with its symptoms below it */
  findings?: string[];
}

/** Time at which the cases are read. */
export const NOW = '2026-11-30T12:00:00Z';
const CREATED = '2026-11-30T09:00:00Z';
const LABELS = { app: 'orders', 'backstage.io/kubernetes-id': 'orders' };
export const IMAGE = 'registry.example.org/shop/orders:1.4.0';

/** ISO time some seconds before the cases are read. */
export function ago(seconds: number): string {
  return new Date(Date.parse(NOW) - seconds * 1000).toISOString();
}

interface WorkloadOptions {
  replicas?: number;
  created?: number;
  updated?: number;
  ready?: number;
  available?: number;
  createdAt?: string;
  spec?: object;
  podSpec?: object;
  conditions?: object[];
}

function metadata(name: string, uid: string, more: object = {}) {
  return {
    name,
    uid,
    namespace: 'shop',
    generation: 1,
    labels: LABELS,
    creationTimestamp: CREATED,
    ...more,
  };
}

function template(podSpec: object = {}) {
  return {
    metadata: { labels: LABELS },
    spec: { containers: [{ name: 'app', image: IMAGE }], ...podSpec },
  };
}

/** A Deployment named `orders` and its ReplicaSet. */
export function deployment(options: WorkloadOptions = {}): KubernetesObject[] {
  const { replicas = 1, ready = 0, podSpec, spec, conditions = [] } = options;
  const { created = replicas, updated = created, available = ready } = options;
  const creationTimestamp = options.createdAt ?? CREATED;
  const annotations = { 'deployment.kubernetes.io/revision': '1' };
  return [
    {
      kind: 'Deployment',
      metadata: metadata('orders', 'workload', {
        annotations,
        creationTimestamp,
      }),
      spec: { replicas, template: template(podSpec), ...spec },
      status: {
        observedGeneration: 1,
        replicas: created,
        updatedReplicas: updated,
        readyReplicas: ready,
        availableReplicas: available,
        conditions,
      },
    },
    {
      kind: 'ReplicaSet',
      metadata: metadata('orders-1', 'revision', {
        annotations,
        creationTimestamp,
        ownerReferences: [
          { kind: 'Deployment', uid: 'workload', controller: true },
        ],
      }),
      spec: { replicas, template: template(podSpec) },
      status: { readyReplicas: ready },
    },
  ];
}

/** A StatefulSet named `orders`; its pods are owned by it. */
export function statefulSet(options: WorkloadOptions = {}): KubernetesObject[] {
  const { replicas = 1, ready = 0, podSpec, spec, conditions = [] } = options;
  const { created = replicas, updated = created, available = ready } = options;
  return [
    {
      kind: 'StatefulSet',
      metadata: metadata('orders', 'revision'),
      spec: { replicas, template: template(podSpec), ...spec },
      status: {
        observedGeneration: 1,
        replicas: created,
        updatedReplicas: updated,
        readyReplicas: ready,
        availableReplicas: available,
        conditions,
      },
    },
  ];
}

/** A DaemonSet named `orders` that needs no pod. */
export function idleDaemonSet(podSpec: object): KubernetesObject[] {
  return [
    {
      kind: 'DaemonSet',
      metadata: metadata('orders', 'workload'),
      spec: { template: template(podSpec) },
      status: { observedGeneration: 1, desiredNumberScheduled: 0 },
    },
  ];
}

/** A pod of the workload. */
export function pod(options: {
  number?: number;
  spec?: object;
  status?: object;
  metadata?: object;
}): KubernetesObject {
  const { number = 0, spec, status, metadata: more } = options;
  const name = `orders-${number}`;
  return {
    kind: 'Pod',
    metadata: metadata(name, name, {
      ownerReferences: [
        { kind: 'ReplicaSet', uid: 'revision', controller: true },
      ],
      ...more,
    }),
    spec: {
      nodeName: 'worker-1',
      containers: [{ name: 'app', image: IMAGE }],
      ...spec,
    },
    status: { phase: 'Pending', ...status },
  };
}

const isTrue = (type: string) => ({
  type,
  status: 'True',
  lastTransitionTime: ago(3000),
});

/** Status of a pod whose container `app` is in this state. */
export function containerStatus(status: object): object {
  return {
    phase: 'Running',
    conditions: [isTrue('PodScheduled'), isTrue('Initialized')],
    containerStatuses: [{ name: 'app', restartCount: 0, ...status }],
  };
}

/** Status of a pod whose container waits. */
export function waiting(reason: string, message?: string, more: object = {}) {
  return {
    ...containerStatus({ state: { waiting: { reason, message } }, ...more }),
    phase: 'Pending',
  };
}

/** Status of a pod whose container ends again and again. */
export function crashing(
  exitCode: number,
  { reason = 'Error', restartCount = 6, ...more }: Record<string, unknown> = {},
) {
  return containerStatus({
    restartCount,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode, reason, finishedAt: ago(60) } },
    ...more,
  });
}

/** Status of a pod that is ready. */
export const READY = {
  phase: 'Running',
  conditions: [
    isTrue('PodScheduled'),
    isTrue('Initialized'),
    isTrue('ContainersReady'),
    isTrue('Ready'),
  ],
  containerStatuses: [
    {
      name: 'app',
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: ago(3000) } },
    },
  ],
};

/** Status of a pod without a node. */
export function unscheduled(message: string, reason = 'Unschedulable') {
  return {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason,
        message,
        lastTransitionTime: ago(300),
      },
    ],
  };
}

let events = 0;

/** An event about a pod, by default the first one, or about another object. */
export function event(
  reason: string,
  message: string,
  options: {
    about?: { kind: string; name: string; uid: string };
    container?: string;
    secondsAgo?: number;
    count?: number;
  } = {},
): KubernetesObject {
  const { container, secondsAgo = 30, count = 12 } = options;
  const about = options.about ?? {
    kind: 'Pod',
    name: 'orders-0',
    uid: 'orders-0',
  };
  const name = `event-${(events += 1)}`;
  return {
    kind: 'Event',
    metadata: metadata(name, name),
    involvedObject: {
      ...about,
      namespace: 'shop',
      ...(container && { fieldPath: `spec.containers{${container}}` }),
    },
    type: 'Warning',
    reason,
    message,
    count,
    firstTimestamp: ago(secondsAgo + 300),
    lastTimestamp: ago(secondsAgo),
    source: { component: 'kubelet' },
  };
}

/** A claim, by default one that waits for its volume. */
export function claim(
  createdAt: string,
  status: object = { phase: 'Pending' },
): KubernetesObject {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: metadata('data', 'claim', { creationTimestamp: createdAt }),
    spec: {
      storageClassName: 'fast',
      resources: { requests: { storage: '1Gi' } },
    },
    status,
  };
}

/** A disruption budget. */
export function budget(
  name: string,
  spec: object,
  status: object,
): KubernetesObject {
  return {
    kind: 'PodDisruptionBudget',
    metadata: metadata(name, name),
    spec,
    status,
  };
}

/** An autoscaler of the workload with one condition. */
export function autoscaler(
  name: string,
  condition: object,
  createdAt = CREATED,
): KubernetesObject {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(name, name, { creationTimestamp: createdAt }),
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'orders' },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [],
    },
    status: {
      currentReplicas: 1,
      desiredReplicas: 1,
      conditions: [condition],
    },
  };
}

/** A Service of the workload. */
export function service(createdAt = CREATED): KubernetesObject {
  return {
    kind: 'Service',
    metadata: metadata('orders', 'service', { creationTimestamp: createdAt }),
    spec: { selector: { app: 'orders' } },
  };
}

/** Endpoints of the Service, each with its pod where there is one, and its conditions. */
export function endpoints(
  addressType: string,
  all: { address: string; pod?: string; conditions: object }[],
): KubernetesObject {
  const name = `orders-${addressType.toLowerCase()}`;
  return {
    kind: 'EndpointSlice',
    metadata: metadata(name, name, {
      labels: { 'kubernetes.io/service-name': 'orders' },
    }),
    addressType,
    endpoints: all.map(({ address, pod: uid, conditions }) => ({
      addresses: [address],
      ...(uid && { targetRef: { kind: 'Pod', name: uid, uid } }),
      conditions,
    })),
  };
}
