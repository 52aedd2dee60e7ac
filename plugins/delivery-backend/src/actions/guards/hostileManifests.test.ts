import type { GuardedManifest } from '@fairway/backstage-plugin-delivery-node';
import { DEFAULT_KINDS } from '../../config';
import { ID, guardChain } from '../__testUtils__/guardChain';
import { manifestOf } from '../__testUtils__/guardContext';
import { withValue } from '../__testUtils__/withValue';
import { referencesPerKind } from './references/referencesPerKind';

/** A field, its hostile value, and the code of the refusal. */
type Row = [path: string, value: unknown, code: string];

const foreign = { app: 'billing' };
const selector = { matchLabels: foreign };
const marked = { labels: { 'backstage.io/kubernetes-id': 'billing' } };
const named = { annotations: { 'fairway.dev/entity': 'component:x/billing' } };
const injected = {
  annotations: { 'vault.hashicorp.com/agent-inject': 'true' },
};

const METADATA: Row[] = [
  ['metadata.ownerReferences[]', { name: 'billing' }, 'fieldNotAllowed'],
  ['metadata.finalizers[]', 'example.org/hold', 'fieldNotAllowed'],
];

const CLAIM: Row[] = [
  ['volumeName', 'pv-of-billing', 'referenceNotOwn'],
  [
    'dataSource',
    { kind: 'PersistentVolumeClaim', name: 'billing' },
    'referenceNotOwn',
  ],
  [
    'dataSourceRef',
    { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'x' },
    'referenceNotOwn',
  ],
];

const CONTAINER: Row[] = [
  ['env[].valueFrom.secretKeyRef.name', 'billing', 'secretNotOwn'],
  ['envFrom[].secretRef.name', 'billing', 'secretNotOwn'],
  ['env[].valueFrom.configMapKeyRef.name', 'billing', 'referenceNotOwn'],
  ['envFrom[].configMapRef.name', 'billing', 'referenceNotOwn'],
];

const ANTI_AFFINITY =
  'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[]';

const POD: Row[] = [
  ...under('containers[]', CONTAINER),
  ...under('initContainers[]', CONTAINER),
  ...under('ephemeralContainers[]', CONTAINER),
  ['imagePullSecrets[].name', 'billing', 'secretNotOwn'],
  ['volumes[].secret.secretName', 'billing', 'secretNotOwn'],
  ['volumes[].projected.sources[].secret.name', 'billing', 'secretNotOwn'],
  ['volumes[].configMap.name', 'billing', 'referenceNotOwn'],
  [
    'volumes[].projected.sources[].configMap.name',
    'billing',
    'referenceNotOwn',
  ],
  ['volumes[].persistentVolumeClaim.claimName', 'billing', 'referenceNotOwn'],
  [
    'volumes[].ephemeral.volumeClaimTemplate.metadata',
    injected,
    'annotationNotAllowed',
  ],
  ...under('volumes[].ephemeral.volumeClaimTemplate.spec', CLAIM),
  ['serviceAccountName', 'billing', 'referenceNotOwn'],
  ['serviceAccount', 'billing', 'referenceNotOwn'],
  ['priorityClassName', 'system-node-critical', 'referenceNotOwn'],
  ['runtimeClassName', 'unconfined', 'referenceNotOwn'],
  ['resourceClaims[].resourceClaimName', 'billing', 'referenceNotOwn'],
  ['resourceClaims[].resourceClaimTemplateName', 'billing', 'referenceNotOwn'],
  [`${ANTI_AFFINITY}.labelSelector`, selector, 'selectorOfOther'],
  [`${ANTI_AFFINITY}.labelSelector`, {}, 'selectorTooBroad'],
  [`${ANTI_AFFINITY}.namespaces`, ['prod'], 'fieldNotAllowed'],
  [`${ANTI_AFFINITY}.namespaceSelector`, {}, 'fieldNotAllowed'],
  ['nodeName', 'control-plane', 'fieldNotAllowed'],
  [
    'volumes[]',
    { name: 'a', nfs: { server: 'x', path: '/' } },
    'fieldNotAllowed',
  ],
  [
    'volumes[]',
    { name: 'a', csi: { driver: 'secrets-store.csi.k8s.io' } },
    'fieldNotAllowed',
  ],
  ['volumes[]', { name: 'a', hostPath: { path: '/' } }, 'podSecurityViolated'],
  ['volumes[].projected.sources[]', { podCertificate: {} }, 'fieldNotAllowed'],
];

const TEMPLATE: Row[] = [
  ['metadata', { labels: foreign }, 'podLabelsOfOther'],
  ['metadata', marked, 'markOfOther'],
  ['metadata', named, 'markOfOther'],
  ['metadata', injected, 'annotationNotAllowed'],
  ...under('spec', POD),
];

const SELECTOR: Row[] = [
  ['spec.selector', selector, 'selectorOfOther'],
  ['spec.selector', {}, 'selectorTooBroad'],
  [
    'spec.selector',
    { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    'selectorTooBroad',
  ],
  ['spec.selector', { matchLabels: { app: 'nobody' } }, 'selectorNotOwn'],
];

const workload = (...rows: Row[]): Row[] => [
  ...under('spec.template', TEMPLATE),
  ...SELECTOR,
  ...rows,
];

const CANARY: Row[] = [
  ['canaryService', 'billing', 'referenceNotOwn'],
  ['stableService', 'billing', 'referenceNotOwn'],
  ['pingPong.pingService', 'billing', 'referenceNotOwn'],
  ['pingPong.pongService', 'billing', 'referenceNotOwn'],
  ['canaryMetadata', { labels: foreign }, 'podLabelsOfOther'],
  ['stableMetadata', marked, 'markOfOther'],
  ['trafficRouting.istio.virtualService.name', 'billing', 'referenceNotOwn'],
  ['trafficRouting.istio.virtualServices[].name', 'billing', 'referenceNotOwn'],
  ['trafficRouting.istio.destinationRule.name', 'billing', 'referenceNotOwn'],
  ['trafficRouting.nginx.stableIngress', 'billing', 'referenceNotOwn'],
  ['trafficRouting.nginx.stableIngresses[]', 'billing', 'referenceNotOwn'],
  ['trafficRouting.alb.ingress', 'billing', 'referenceNotOwn'],
  ['trafficRouting.alb.ingresses[]', 'billing', 'referenceNotOwn'],
  ['trafficRouting.alb.rootService', 'billing', 'referenceNotOwn'],
  [
    'trafficRouting',
    { traefik: { weightedTraefikServiceName: 'x' } },
    'fieldNotAllowed',
  ],
  [
    'trafficRouting.nginx.additionalIngressAnnotations',
    { 'canary-by-header': 'x' },
    'fieldNotAllowed',
  ],
  ['trafficRouting.plugins', { 'example/plugin': {} }, 'fieldNotAllowed'],
  [
    'trafficRouting.plugins.argoproj-labs/gatewayAPI',
    { configMap: 'x' },
    'fieldNotAllowed',
  ],
  [
    'trafficRouting.plugins.argoproj-labs/gatewayAPI.httpRoute',
    'billing',
    'referenceNotOwn',
  ],
  [
    'trafficRouting.plugins.argoproj-labs/gatewayAPI.httpRoutes[].name',
    'billing',
    'referenceNotOwn',
  ],
  ['analysis.templates[].templateName', 'billing', 'referenceNotOwn'],
  ['steps[].analysis.templates[].templateName', 'billing', 'referenceNotOwn'],
  ['steps[].experiment.analyses[].templateName', 'billing', 'referenceNotOwn'],
  ['steps[].experiment.templates[].selector', selector, 'selectorOfOther'],
  ['steps[].experiment.templates[].metadata', marked, 'markOfOther'],
  ['steps[].plugin', { name: 'example/plugin' }, 'fieldNotAllowed'],
];

const BLUE_GREEN: Row[] = [
  ['activeService', 'billing', 'referenceNotOwn'],
  ['previewService', 'billing', 'referenceNotOwn'],
  ['activeMetadata', marked, 'markOfOther'],
  ['previewMetadata', { labels: foreign }, 'podLabelsOfOther'],
  [
    'prePromotionAnalysis.templates[].templateName',
    'billing',
    'referenceNotOwn',
  ],
  [
    'postPromotionAnalysis.templates[].templateName',
    'billing',
    'referenceNotOwn',
  ],
];

const gateway = { name: 'public', namespace: 'ingress' };
const external = { kind: 'Service', name: 'billing', namespace: 'prod' };
const VIRTUAL_SERVICE: Row[] = ['http', 'tcp', 'tls'].flatMap(
  (protocol): Row[] => [
    [
      `spec.${protocol}[].route[].destination.host`,
      'billing',
      'referenceNotOwn',
    ],
    [
      `spec.${protocol}[].mirror.host`,
      'billing.prod.svc.cluster.local',
      'referenceNotOwn',
    ],
    [
      `spec.${protocol}[].mirrors[].destination.host`,
      'example.com',
      'hostNotAllowed',
    ],
    [
      `spec.${protocol}[].match[].gateways[]`,
      'ingress/public',
      'referenceNotOwn',
    ],
  ],
);

/** Hostile values of all fields that refer to something, by kind. */
const hostile: Record<string, Row[]> = {
  '/ConfigMap': [],
  '/Secret': [],
  '/PersistentVolumeClaim': under('spec', CLAIM),
  '/Service': [
    ['spec.selector', foreign, 'selectorOfOther'],
    ['spec.externalName', 'billing.prod.svc.cluster.local', 'hostNotAllowed'],
    ['spec.externalIPs[]', '10.0.0.1', 'fieldNotAllowed'],
    ['spec.loadBalancerIP', '10.0.0.1', 'fieldNotAllowed'],
  ],
  '/ServiceAccount': [
    ['secrets[].name', 'billing', 'secretNotOwn'],
    ['imagePullSecrets[].name', 'billing', 'secretNotOwn'],
  ],
  'apps/DaemonSet': workload(),
  'apps/Deployment': workload(),
  'apps/StatefulSet': workload(
    ['spec.serviceName', 'billing', 'referenceNotOwn'],
    [
      'spec.volumeClaimTemplates[]',
      { metadata: { name: 'data-billing' } },
      'referenceNotOwn',
    ],
    ['spec.volumeClaimTemplates[].metadata', injected, 'annotationNotAllowed'],
    ...under('spec.volumeClaimTemplates[].spec', CLAIM),
  ),
  'argoproj.io/Rollout': workload(
    [
      'spec.workloadRef',
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'billing' },
      'referenceNotOwn',
    ],
    ...under('spec.strategy.canary', CANARY),
    ...under('spec.strategy.blueGreen', BLUE_GREEN),
  ),
  'autoscaling/HorizontalPodAutoscaler': [
    [
      'spec.scaleTargetRef',
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'billing' },
      'referenceNotOwn',
    ],
    [
      'spec.metrics[].object.describedObject',
      { kind: 'Service', name: 'billing' },
      'referenceNotOwn',
    ],
  ],
  'batch/CronJob': under('spec.jobTemplate', [
    ['metadata', injected, 'annotationNotAllowed'],
    ...workload(),
  ]),
  'batch/Job': workload(),
  'gateway.networking.k8s.io/HTTPRoute': [
    ['spec.parentRefs[]', gateway, 'referenceNotOwn'],
    ['spec.rules[].backendRefs[]', external, 'referenceNotOwn'],
    [
      'spec.rules[].filters[].requestMirror.backendRef',
      { name: 'billing' },
      'referenceNotOwn',
    ],
    [
      'spec.rules[].backendRefs[].filters[].requestMirror.backendRef',
      { name: 'billing' },
      'referenceNotOwn',
    ],
    [
      'spec.rules[].filters[]',
      { extensionRef: { name: 'x' } },
      'fieldNotAllowed',
    ],
    [
      'spec.rules[].backendRefs[].filters[]',
      { extensionRef: { name: 'x' } },
      'fieldNotAllowed',
    ],
    ['spec.hostnames[]', 'billing.example', 'hostNotAllowed'],
    ['spec.hostnames[]', 'used.example', 'hostOfOther'],
    ['spec.hostnames', [], 'hostNotAllowed'],
  ],
  'networking.istio.io/VirtualService': [
    ['spec.hosts[]', 'billing', 'referenceNotOwn'],
    ['spec.hosts[]', '*', 'hostNotAllowed'],
    ['spec.gateways[]', 'ingress/public', 'referenceNotOwn'],
    ...VIRTUAL_SERVICE,
    ['spec.http[].delegate', { name: 'billing' }, 'referenceNotOwn'],
  ],
  'networking.k8s.io/Ingress': [
    [
      'spec.rules[].http.paths[].backend.service.name',
      'billing',
      'referenceNotOwn',
    ],
    [
      'spec.rules[].http.paths[].backend.resource',
      { apiGroup: 'k8s.example', kind: 'Bucket', name: 'x' },
      'referenceNotOwn',
    ],
    ['spec.defaultBackend.service.name', 'billing', 'hostNotAllowed'],
    [
      'spec.defaultBackend.resource',
      { kind: 'Bucket', name: 'x' },
      'hostNotAllowed',
    ],
    ['spec.defaultBackend', {}, 'hostNotAllowed'],
    ['spec.tls[].secretName', 'billing', 'secretNotOwn'],
    ['spec.rules[].host', 'billing.example', 'hostNotAllowed'],
    ['spec.rules[].host', 'used.example', 'hostOfOther'],
    ['spec.rules[].host', '*.example', 'hostNotAllowed'],
    ['spec.tls[].hosts[]', 'billing.example', 'hostNotAllowed'],
    ['spec.rules[]', {}, 'hostNotAllowed'],
    [
      'metadata.annotations',
      { 'nginx.ingress.kubernetes.io/configuration-snippet': 'x' },
      'annotationNotAllowed',
    ],
    [
      'metadata.annotations',
      { 'nginx.ingress.kubernetes.io/auth-url': 'x' },
      'annotationNotAllowed',
    ],
  ],
  'networking.k8s.io/NetworkPolicy': [
    ['spec.podSelector', selector, 'selectorOfOther'],
    ['spec.podSelector', {}, 'selectorTooBroad'],
    ['spec', {}, 'selectorTooBroad'],
  ],
  'policy/PodDisruptionBudget': SELECTOR,
};

/** What every manifest of a kind has, so that only the hostile field is refused. */
const bases: Record<string, Record<string, unknown>> = {
  'networking.k8s.io/Ingress': {
    spec: { rules: [{ host: 'orders.example' }] },
  },
  'gateway.networking.k8s.io/HTTPRoute': {
    spec: { hostnames: ['orders.example'] },
  },
  'networking.k8s.io/NetworkPolicy': {
    spec: { podSelector: { matchLabels: ID } },
  },
};

const apiVersions: Record<string, string> = {
  argoproj: 'v1alpha1',
  autoscaling: 'v2',
};

function baseOf(kind: string): GuardedManifest {
  const [group, name] = kind.split('/');
  const version = apiVersions[group.split('.')[0]] ?? 'v1';
  return manifestOf({
    apiVersion: group ? `${group}/${version}` : version,
    kind: name,
    metadata: {
      labels: ID,
      ...(name === 'Secret' && {
        annotations: { 'fairway.dev/generate': 'PASSWORD' },
      }),
    },
    ...bases[kind],
  });
}

function under(prefix: string, rows: Row[]): Row[] {
  return rows.map(([path, value, code]) => [`${prefix}.${path}`, value, code]);
}

describe('hostile manifests', () => {
  const chain = guardChain({
    rules: { hosts: ['{id}.example', 'used.example'] },
    facts: {
      workloads: [
        { kind: 'Deployment', name: 'billing', labels: {}, podLabels: foreign },
      ],
      selectors: [
        {
          kind: '/Service',
          name: 'billing',
          selector: { matchLabels: foreign, matchExpressions: [] },
        },
      ],
      claims: ['data-billing-orders-0'],
      routes: [
        {
          kind: 'networking.k8s.io/Ingress',
          namespace: 'prod',
          name: 'other',
          hosts: ['used.example'],
        },
      ],
    },
    // They exist, without a mark of the service.
    objects: ['/ConfigMap', '/Service', 'apps/Deployment'].map(kind => ({
      ...baseOf(kind),
      metadata: { name: 'billing', namespace: 'dev' },
    })),
  });

  it.each(DEFAULT_KINDS)('has rules for %s, which may be applied', kind => {
    expect(Object.keys(referencesPerKind)).toContain(kind);
  });

  describe.each(Object.entries(referencesPerKind))('%s', (kind, rules) => {
    const rows = [...METADATA, ...(hostile[kind] ?? [])];

    it('is allowed without the hostile fields', async () => {
      expect(await chain.codeOf(baseOf(kind))).toBeUndefined();
    });

    it('has a hostile manifest for each field that refers to something', () => {
      const fields = (rules?.extractors ?? []).flatMap(({ paths }) => paths);
      const covered = rows.map(([path]) => path);
      expect(fields.filter(field => !covered.includes(field))).toEqual([]);
    });

    it.each(rows)('%s: %j is refused as %s', async (path, value, code) => {
      const manifest = withValue(baseOf(kind), path, value);
      expect(await chain.codeOf(manifest)).toBe(code);
    });
  });

  it('refuses a kind and a version without rules, unless configuration excepts it', async () => {
    const widget = manifestOf({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
      metadata: { labels: ID },
    });
    const kinds = ['example.org/Widget', 'apps/Deployment'];
    expect(await guardChain({ kinds }).codeOf(widget)).toBe('kindUnchecked');
    const rules = { uncheckedKinds: ['example.org/Widget'] };
    const excepting = guardChain({ kinds, rules });
    expect(await excepting.codeOf(widget)).toBeUndefined();
    const future = manifestOf({
      apiVersion: 'apps/v9',
      metadata: { labels: ID },
    });
    expect(await excepting.codeOf(future)).toBe('kindUnchecked');
  });
});
