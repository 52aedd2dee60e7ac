import {
  extractor,
  forbidden,
  forbiddenExcept,
  metadata,
  names,
  objects,
  podMetadata,
  selectors,
  within,
} from './reference';
import type { Extractor } from './reference';
import { isObject } from './valuesAt';

/** References of containers of every type. */
const CONTAINER: Extractor[] = [
  names(
    '/Secret',
    'env[].valueFrom.secretKeyRef.name',
    'envFrom[].secretRef.name',
  ),
  names(
    '/ConfigMap',
    'env[].valueFrom.configMapKeyRef.name',
    'envFrom[].configMapRef.name',
  ),
];

/**
 * Types of volumes whose references are known. Others mount directories of nodes or
 * servers, or let a driver read Secrets.
 */
const VOLUME_TYPES = [
  'name',
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const PROJECTED_TYPES = [
  'clusterTrustBundle',
  'configMap',
  'downwardAPI',
  'secret',
  'serviceAccountToken',
];

/** References of the spec of a PersistentVolumeClaim. */
export const CLAIM: Extractor[] = [
  names('/PersistentVolume', 'volumeName'),
  objects('/PersistentVolumeClaim', 'dataSource', 'dataSourceRef'),
];

/** References of the spec of pods. */
const POD: Extractor[] = [
  within('containers[]', CONTAINER),
  within('initContainers[]', CONTAINER),
  within('ephemeralContainers[]', CONTAINER),
  names('/Secret', 'imagePullSecrets[].name', 'volumes[].secret.secretName'),
  names('/Secret', 'volumes[].projected.sources[].secret.name'),
  names('/ConfigMap', 'volumes[].configMap.name'),
  names('/ConfigMap', 'volumes[].projected.sources[].configMap.name'),
  names('/PersistentVolumeClaim', 'volumes[].persistentVolumeClaim.claimName'),
  within('volumes[].ephemeral.volumeClaimTemplate', [
    metadata('metadata'),
    within('spec', CLAIM),
  ]),
  names('/ServiceAccount', 'serviceAccountName', 'serviceAccount'),
  // Pods with a higher priority evict those of others.
  names('scheduling.k8s.io/PriorityClass', 'priorityClassName'),
  names('node.k8s.io/RuntimeClass', 'runtimeClassName'),
  names('resource.k8s.io/ResourceClaim', 'resourceClaims[].resourceClaimName'),
  names(
    'resource.k8s.io/ResourceClaimTemplate',
    'resourceClaims[].resourceClaimTemplateName',
  ),
  // A required anti-affinity also keeps the selected pods away from these:
  // https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
  within(
    'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[]',
    [selectors('labelSelector'), forbidden('namespaces', 'namespaceSelector')],
  ),
  // It bypasses the scheduler, and so quotas of nodes, taints and priorities.
  forbidden('nodeName'),
  forbiddenExcept('volumes[]', VOLUME_TYPES),
  forbiddenExcept('volumes[].projected.sources[]', PROJECTED_TYPES),
];

/** References of a pod template. */
export function podTemplate(path: string): Extractor {
  return within(path, [
    podMetadata('metadata'),
    extractor([], (template, field) =>
      isObject(template) && isObject(template.spec)
        ? [{ type: 'podSpec', field: `${field}.spec`, spec: template.spec }]
        : [],
    ),
    within('spec', POD),
  ]);
}
