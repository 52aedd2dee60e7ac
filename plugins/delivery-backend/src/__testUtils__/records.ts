import type {
  DaemonSetRecord,
  DeploymentRecord,
  PodRecord,
  RelatedObjects,
  RevisionRecord,
  StatefulSetRecord,
  TemplateRecord,
} from '../kubernetes';

// Records of one service, written by hand. A test sets the fields that matter to it.

const object = {
  namespace: 'dev',
  labels: {},
  createdAt: '2026-01-01T00:00:00Z',
  deleting: false,
};

const workload = {
  ...object,
  uid: 'workload',
  name: 'orders',
  template: templateRecord('orders:1'),
  podLabels: {},
  generation: 1,
  observedGeneration: 1,
  conditions: [],
  desired: 1,
  created: 1,
  updated: 1,
  ready: 1,
  available: 1,
};

/** No related objects. */
export const noRelatedObjects: RelatedObjects = {
  events: [],
  services: [],
  claims: [],
  autoscalers: [],
  budgets: [],
  quotas: [],
  nodes: [],
};

/** A template whose one container has this image. */
export function templateRecord(
  mainImage: string,
  rest: Partial<TemplateRecord> = {},
): TemplateRecord {
  return { images: [mainImage], mainImage, containers: ['main'], ...rest };
}

/** A Deployment named `orders` of one pod, with the uid `workload`. */
export function deploymentRecord(
  rest: Partial<DeploymentRecord> = {},
): DeploymentRecord {
  return {
    ...workload,
    kind: 'Deployment',
    revision: 1,
    paused: false,
    ...rest,
  };
}

/** A StatefulSet named `orders` of one pod, with the uid `workload`. */
export function statefulSetRecord(
  rest: Partial<StatefulSetRecord> = {},
): StatefulSetRecord {
  return {
    ...workload,
    kind: 'StatefulSet',
    onDelete: false,
    isOrdered: true,
    partition: 0,
    ...rest,
  };
}

/** A DaemonSet named `orders` of one pod, with the uid `workload`. */
export function daemonSetRecord(
  rest: Partial<DaemonSetRecord> = {},
): DaemonSetRecord {
  return { ...workload, kind: 'DaemonSet', onDelete: false, ...rest };
}

/** A revision of the workload, whose uid is its name. */
export function revisionRecord(
  name: string,
  number: number,
  rest: Partial<RevisionRecord> = {},
): RevisionRecord {
  return {
    ...object,
    kind: 'ReplicaSet',
    earlierNumbers: [],
    uid: name,
    name,
    ownerUid: 'workload',
    number,
    template: templateRecord(`orders:${number}`),
    ...rest,
  };
}

/** A ready pod, whose uid is its name. */
export function podRecord(
  name: string,
  rest: Partial<PodRecord> = {},
): PodRecord {
  return {
    ...object,
    kind: 'Pod',
    digests: {},
    uid: name,
    name,
    status: 'ready',
    isReady: true,
    restarts: 0,
    ...rest,
  };
}
