import type { ContextRecord } from './contextRecords';
import { projectEvent } from './events';
import { projectEndpointSlice, projectService } from './network';
import { projectNode } from './nodes';
import { projectHttpRoute, projectIngress } from './routes';
import { projectAutoscaler } from './autoscalers';
import { projectPvc, projectDisruptionBudget, projectQuota } from './policies';

/** A kind of object that is watched for what it explains. */
export interface ContextKind {
  /** As in its records */
  kind: ContextRecord['kind'];
  /** Plural, as permissions and people name it */
  resource: string;
  /** To list and watch it in all namespaces */
  path: string;
  /**
   * From an API object to the record that is kept of it; undefined for one
   * that explains nothing.
   * @throws ZodError when the object does not look like its kind
   */
  project(object: unknown): ContextRecord | undefined;
  /** Whether it explains nothing: a cluster that lacks it, or keeps it from us, is whole without */
  isOptional?: boolean;
}

/** Every kind that a cluster may keep from us without harm to the state. */
export const contextKinds: ContextKind[] = [
  {
    kind: 'Event',
    resource: 'events',
    path: '/api/v1/events',
    project: projectEvent,
  },
  {
    kind: 'Service',
    resource: 'services',
    path: '/api/v1/services',
    project: projectService,
  },
  {
    kind: 'EndpointSlice',
    resource: 'endpointslices',
    path: '/apis/discovery.k8s.io/v1/endpointslices',
    project: projectEndpointSlice,
  },
  {
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    path: '/api/v1/persistentvolumeclaims',
    project: projectPvc,
  },
  {
    kind: 'HorizontalPodAutoscaler',
    resource: 'horizontalpodautoscalers',
    path: '/apis/autoscaling/v2/horizontalpodautoscalers',
    project: projectAutoscaler,
  },
  {
    kind: 'PodDisruptionBudget',
    resource: 'poddisruptionbudgets',
    path: '/apis/policy/v1/poddisruptionbudgets',
    project: projectDisruptionBudget,
  },
  {
    kind: 'ResourceQuota',
    resource: 'resourcequotas',
    path: '/api/v1/resourcequotas',
    project: projectQuota,
  },
  {
    kind: 'Node',
    resource: 'nodes',
    path: '/api/v1/nodes',
    project: projectNode,
  },
  {
    kind: 'Ingress',
    resource: 'ingresses',
    path: '/apis/networking.k8s.io/v1/ingresses',
    project: projectIngress,
    isOptional: true,
  },
  {
    kind: 'HTTPRoute',
    resource: 'httproutes',
    path: '/apis/gateway.networking.k8s.io/v1/httproutes',
    project: projectHttpRoute,
    isOptional: true,
  },
];
