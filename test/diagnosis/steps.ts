/** A Kubernetes object to apply. */
export type KubernetesObject = Record<string, unknown> & {
  kind: string;
  metadata: Record<string, unknown>;
};

/** One step of a case. */
export type Step =
  /** Objects to apply in the case's namespace; `NAMESPACE` in a text stands for it */
  | { apply: KubernetesObject[] }
  /** Waits until the JSON of the recorded objects matches */
  | { until: RegExp }
  /** Status that a kubelet would write for every pod */
  | { podStatus: Record<string, unknown> }
  /** Event that a kubelet would report for a container of every pod, or for the pod */
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

/** A case: the steps that create one fixture, in order. */
export interface Case {
  steps: Step[];
  /** Cleans up cluster-scoped objects after the recording */
  cleanUp?: string[][];
}

const LABELS = { app: 'orders', 'backstage.io/kubernetes-id': 'orders' };

/** The workload `orders`, whose pods are the subject of a case. */
export function workload(
  podSpec: Record<string, unknown> = {},
  options: {
    kind?: 'Deployment' | 'StatefulSet';
    /** Behaviour of test/cluster/kwok; with `by-hand` the case sets the status of the pod */
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

/** A workload whose pods have just been assigned to a node. */
export function byHand(
  options: Parameters<typeof workload>[1] = {},
  podSpec: Record<string, unknown> = {},
): Step[] {
  return [
    { apply: [workload(podSpec, { behaviour: 'by-hand', ...options })] },
    { until: /"reason":"(ContainerCreating|PodInitializing)"/ },
  ];
}

/** Status of the container `app` in a kubelet's format. */
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

/** A step that sets the container `app` of every pod to waiting, with a reason. */
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

/** Terminated state of a container in a kubelet's format. */
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

/** A Service that selects the pods, or none. */
export function service(selector = 'orders'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'orders' },
    spec: { selector: { app: selector }, ports: [{ port: 80 }] },
  };
}

/** A PersistentVolumeClaim named `data`. */
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

/** A pod's volume from the claim `data`. */
export const dataVolume = {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
};
