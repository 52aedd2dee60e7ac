import { projectPod } from './pods';
import type { DeliveryRecord } from './records';
import { projectControllerRevision, projectReplicaSet } from './revisions';
import {
  projectDaemonSet,
  projectDeployment,
  projectStatefulSet,
} from './workloads';

/** A kind of object that every cluster is watched for. */
export interface WatchedKind {
  /** As in its records */
  kind: DeliveryRecord['kind'];
  /** Plural, as permissions and people name it */
  resource: string;
  /** To list and watch it in all namespaces */
  path: string;
  /**
   * From an API object to the record that is kept of it.
   * @throws ZodError when the object does not look like its kind
   */
  project(object: unknown): DeliveryRecord;
}

/** Every kind that is watched. */
export const watchedKinds: WatchedKind[] = [
  {
    kind: 'Deployment',
    resource: 'deployments',
    path: '/apis/apps/v1/deployments',
    project: projectDeployment,
  },
  {
    kind: 'StatefulSet',
    resource: 'statefulsets',
    path: '/apis/apps/v1/statefulsets',
    project: projectStatefulSet,
  },
  {
    kind: 'DaemonSet',
    resource: 'daemonsets',
    path: '/apis/apps/v1/daemonsets',
    project: projectDaemonSet,
  },
  {
    kind: 'ReplicaSet',
    resource: 'replicasets',
    path: '/apis/apps/v1/replicasets',
    project: projectReplicaSet,
  },
  {
    kind: 'ControllerRevision',
    resource: 'controllerrevisions',
    path: '/apis/apps/v1/controllerrevisions',
    project: projectControllerRevision,
  },
  {
    kind: 'Pod',
    resource: 'pods',
    path: '/api/v1/pods',
    project: projectPod,
  },
];
