/** A Kubernetes object as it is applied. */
export type KubernetesObject = Record<string, unknown> & {
  kind: string;
  metadata: Record<string, unknown>;
};

/** One step on the way to something broken. */
export type Step =
  /** In the case's namespace; `NAMESPACE` in a text stands for it */
  | { apply: KubernetesObject[] }
  /** Until the recorded objects, as JSON, match */
  | { until: RegExp }
  /** What a kubelet would write into the status of every pod */
  | { podStatus: Record<string, unknown> }
  /** What a kubelet would say of a container of every pod, or of the pod */
  | {
      podSays: {
        type: 'Normal' | 'Warning';
        reason: string;
        message: string;
        count?: number;
        container?: string;
        init?: boolean;
      };
    }
  | { kubectl: string[] };

/** What one fixture is made of, in order. */
export interface Case {
  steps: Step[];
  /** After the recording, for what is not in the namespace */
  cleanUp?: string[][];
}

const LABELS = { app: 'orders', 'backstage.io/kubernetes-id': 'orders' };

/** A workload named orders, whose pods are what a case is about. */
export function workload(
  podSpec: Record<string, unknown> = {},
  options: {
    kind?: 'Deployment' | 'StatefulSet';
    /** As test/cluster/kwok knows it; `by-hand` leaves the pod to the case */
    behaviour?: string;
    annotations?: Record<string, string>;
    container?: Record<string, unknown>;
    image?: string;
    labels?: Record<string, string>;
    replicas?: number;
    spec?: Record<string, unknown>;
    finalizers?: string[];
  } = {},
): KubernetesObject {
  const { kind = 'Deployment', behaviour, annotations, finalizers } = options;
  const image = options.image ?? 'registry.example/shop/orders:1.4.0';
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'orders', labels: LABELS },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: 'orders' } },
      ...(kind === 'StatefulSet' && { serviceName: 'orders' }),
      ...options.spec,
      template: {
        metadata: {
          labels: { ...LABELS, ...options.labels },
          annotations: {
            ...(behaviour && { 'simulate.fairway.dev/behaviour': behaviour }),
            ...annotations,
          },
          ...(finalizers && { finalizers }),
        },
        spec: {
          containers: [{ name: 'app', image, ...options.container }],
          ...podSpec,
        },
      },
    },
  };
}

/** A workload whose pods stay where a kubelet has just taken them on. */
export function byHand(
  options: Parameters<typeof workload>[1] = {},
  podSpec: Record<string, unknown> = {},
): Step[] {
  return [
    { apply: [workload(podSpec, { behaviour: 'by-hand', ...options })] },
    { until: /"reason":"(ContainerCreating|PodInitializing)"/ },
  ];
}

/** The status of the container app, in a kubelet's shape. */
export function containerStatus(
  status: Record<string, unknown>,
  name = 'app',
): Record<string, unknown> {
  return {
    name,
    image: 'registry.example/shop/orders:1.4.0',
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: {},
    lastState: {},
    ...status,
  };
}

/** A step that has every pod's container app wait, for a reason. */
export function waits(
  reason: string,
  message: string,
  rest: Record<string, unknown> = {},
): Step {
  const state = { waiting: { reason, message } };
  return {
    podStatus: { containerStatuses: [containerStatus({ state, ...rest })] },
  };
}

/** How a container ended, in a kubelet's shape. */
export function ended(
  exitCode: number,
  reason: string,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    terminated: {
      exitCode,
      reason,
      startedAt: '2026-01-01T10:00:00Z',
      finishedAt: '2026-01-01T10:00:03Z',
      ...rest,
    },
  };
}

/** A Service of the pods, or of none. */
export function service(selector = 'orders'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'orders' },
    spec: { selector: { app: selector }, ports: [{ port: 80 }] },
  };
}

/** A claim named data. */
export function claim(storageClassName: string, storage: string) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      resources: { requests: { storage } },
    },
  };
}

/** A pod's volume from the claim named data. */
export const dataVolume = {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
};
