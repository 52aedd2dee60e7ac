import type { GuardedManifest } from '@fairway/backstage-plugin-delivery-node';
import { groupOf } from '../../apply/parseManifests';
import { CLAIM, podTemplate } from './podReferences';
import {
  extractor,
  forbidden,
  hosts,
  labelSelectors,
  metadata,
  names,
  objects,
  selectorOrAll,
  selectors,
  within,
} from './reference';
import type { Extractor, Reference } from './reference';
import { ROLLOUT } from './rolloutReferences';
import { HTTP_ROUTE, INGRESS, VIRTUAL_SERVICE } from './routeReferences';
import { isObject, valuesAt } from './valuesAt';

/** What objects of a kind refer to. */
interface KindReferences {
  /** Versions whose fields the extractors know */
  versions: readonly string[];
  extractors: Extractor[];
}

/** References of an object of any kind. */
const METADATA: Extractor[] = [
  // An owner is deleted with its dependents, or waits for them.
  forbidden('metadata.ownerReferences[]', 'metadata.finalizers[]'),
  metadata('metadata'),
];

/** References of a kind with pods. */
const workload = (...more: Extractor[]): KindReferences => ({
  versions: ['v1'],
  extractors: [
    podTemplate('spec.template'),
    selectors('spec.selector'),
    ...more,
  ],
});

/**
 * Kinds whose references are known, by group and kind. An object of another kind is
 * refused, because nobody knows what it refers to.
 */
export const referencesPerKind: Record<string, KindReferences | undefined> = {
  '/ConfigMap': { versions: ['v1'], extractors: [] },
  '/PersistentVolumeClaim': {
    versions: ['v1'],
    extractors: [within('spec', CLAIM)],
  },
  // Only with generated values; a guard of its own checks these.
  '/Secret': { versions: ['v1'], extractors: [] },
  '/Service': {
    versions: ['v1'],
    extractors: [
      labelSelectors('spec.selector'),
      hosts('spec.externalName'),
      // https://kubernetes.io/docs/concepts/services-networking/service/#external-ips
      forbidden('spec.externalIPs[]', 'spec.loadBalancerIP'),
    ],
  },
  '/ServiceAccount': {
    versions: ['v1'],
    extractors: [names('/Secret', 'secrets[].name', 'imagePullSecrets[].name')],
  },
  'apps/DaemonSet': workload(),
  'apps/Deployment': workload(),
  'apps/StatefulSet': workload(
    names('/Service', 'spec.serviceName'),
    within('spec.volumeClaimTemplates[]', [
      metadata('metadata'),
      within('spec', CLAIM),
    ]),
    extractor(['spec.volumeClaimTemplates[]'], claimTemplates),
  ),
  'argoproj.io/Rollout': { versions: ['v1alpha1'], extractors: ROLLOUT },
  'autoscaling/HorizontalPodAutoscaler': {
    versions: ['v1', 'v2'],
    extractors: [
      objects('/', 'spec.scaleTargetRef'),
      objects('/', 'spec.metrics[].object.describedObject'),
    ],
  },
  'batch/CronJob': {
    versions: ['v1'],
    extractors: [
      within('spec.jobTemplate', [
        metadata('metadata'),
        podTemplate('spec.template'),
        selectors('spec.selector'),
      ]),
    ],
  },
  'batch/Job': workload(),
  'gateway.networking.k8s.io/HTTPRoute': {
    versions: ['v1', 'v1beta1'],
    extractors: HTTP_ROUTE,
  },
  'networking.istio.io/VirtualService': {
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    extractors: VIRTUAL_SERVICE,
  },
  'networking.k8s.io/Ingress': { versions: ['v1'], extractors: INGRESS },
  'networking.k8s.io/NetworkPolicy': {
    versions: ['v1'],
    // The peers of a policy only concern the pods that it selects.
    extractors: [selectorOrAll('spec.podSelector')],
  },
  'policy/PodDisruptionBudget': {
    versions: ['v1'],
    // Without a selector, it selects nothing.
    extractors: [selectors('spec.selector')],
  },
};

/** References of an object. Of a kind without rules, only those of its metadata are known. */
export function referencesOf(manifest: GuardedManifest): Reference[] {
  const extractors = rulesOf(manifest)?.extractors ?? [];
  return [...METADATA, ...extractors].flatMap(extract => extract(manifest, ''));
}

/** Whether the references of an object are known, by its kind and version. */
export function hasRules(manifest: GuardedManifest): boolean {
  return rulesOf(manifest) !== undefined;
}

function rulesOf(manifest: GuardedManifest): KindReferences | undefined {
  const rules = referencesPerKind[kindOf(manifest)];
  const version = manifest.apiVersion.split('/').at(-1) ?? '';
  return rules?.versions.includes(version) ? rules : undefined;
}

/** Group and kind of an object, such as `apps/Deployment`. */
export function kindOf({
  apiVersion,
  kind,
}: Pick<GuardedManifest, 'apiVersion' | 'kind'>): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/**
 * A StatefulSet uses existing PersistentVolumeClaims with the name of its template, its
 * own name and a number.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
 */
function claimTemplates(manifest: unknown): Reference[] {
  const [{ value: statefulSet } = { value: '' }] = valuesAt(
    manifest,
    'metadata.name',
  );
  return valuesAt(manifest, 'spec.volumeClaimTemplates[]').flatMap(
    ({ field, value }) =>
      isObject(value) && isObject(value.metadata)
        ? [
            {
              type: 'claims',
              field,
              prefix: `${String(value.metadata.name)}-${String(statefulSet)}-`,
            },
          ]
        : [],
  );
}
