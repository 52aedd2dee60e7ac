import { workload } from '../steps.ts';
import type { Case, KubernetesObject } from '../steps.ts';

const refused = {
  until:
    /"type":"ReplicaFailure"[\s\S]*"reason":"FailedCreate"|"reason":"FailedCreate"[\s\S]*"type":"ReplicaFailure"/,
};
const requests = (cpu: string) => ({
  container: { resources: { requests: { cpu }, limits: { cpu } } },
});

const quota: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'compute' },
  spec: { hard: { 'requests.cpu': '500m', pods: '1' } },
};

const forPodsOfTheCase = {
  namespaceSelector: {
    matchLabels: { 'kubernetes.io/metadata.name': 'NAMESPACE' },
  },
  rules: [
    {
      apiGroups: [''],
      apiVersions: ['v1'],
      operations: ['CREATE'],
      resources: ['pods'],
    },
  ],
};

/** A webhook for the case's pods; the recorder listens at `WEBHOOK`. */
function webhook(clientConfig: Record<string, unknown>): KubernetesObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'NAMESPACE' },
    webhooks: [
      {
        name: 'images.policy.example',
        clientConfig,
        ...forPodsOfTheCase,
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 2,
      },
    ],
  };
}

const withoutWebhook = [
  ['delete', 'validatingwebhookconfiguration', 'NAMESPACE'],
];

/** Pods that admission rejects. */
export const refusalCases: Record<string, Case> = {
  quotaExceeded: {
    steps: [
      { apply: [quota] },
      { until: /"status":\{"hard"/ },
      { apply: [workload({}, { ...requests('300m'), replicas: 2 })] },
      refused,
      { until: /"readyReplicas":1/ },
    ],
  },
  quotaExceededStatefulSet: {
    steps: [
      { apply: [quota] },
      { until: /"status":\{"hard"/ },
      {
        apply: [
          workload(
            {},
            { ...requests('300m'), replicas: 2, kind: 'StatefulSet' },
          ),
        ],
      },
      { until: /"reason":"FailedCreate"/ },
    ],
  },
  quotaNeedsResources: {
    steps: [
      { apply: [quota] },
      { until: /"status":\{"hard"/ },
      { apply: [workload()] },
      refused,
    ],
  },
  limitRangeRefused: {
    steps: [
      {
        apply: [
          {
            apiVersion: 'v1',
            kind: 'LimitRange',
            metadata: { name: 'sizes' },
            spec: {
              limits: [{ type: 'Container', max: { cpu: '2' } }],
            },
          },
        ],
      },
      { apply: [workload({}, requests('3'))] },
      refused,
    ],
  },
  webhookRefused: {
    steps: [
      { apply: [webhook({ url: 'WEBHOOK', caBundle: 'CA_BUNDLE' })] },
      { apply: [workload()] },
      refused,
    ],
    cleanUp: withoutWebhook,
  },
  webhookUnavailable: {
    steps: [
      {
        apply: [
          webhook({ service: { namespace: 'NAMESPACE', name: 'policy' } }),
        ],
      },
      { apply: [workload()] },
      refused,
    ],
    cleanUp: withoutWebhook,
  },
  policyRefused: {
    steps: [
      {
        apply: [
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'ValidatingAdmissionPolicy',
            metadata: { name: 'NAMESPACE' },
            spec: {
              matchConstraints: {
                resourceRules: forPodsOfTheCase.rules,
                namespaceSelector: forPodsOfTheCase.namespaceSelector,
              },
              validations: [
                {
                  expression:
                    "object.spec.containers.all(c, c.image.contains('@sha256:'))",
                  message: 'images are named by digest',
                },
              ],
            },
          },
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'ValidatingAdmissionPolicyBinding',
            metadata: { name: 'NAMESPACE' },
            spec: { policyName: 'NAMESPACE', validationActions: ['Deny'] },
          },
        ],
      },
      // A policy takes effect after some seconds.
      {
        kubectl: [
          'wait',
          '--for=jsonpath={.status.observedGeneration}=1',
          'validatingadmissionpolicy/NAMESPACE',
        ],
      },
      { apply: [workload()] },
      refused,
    ],
    cleanUp: [
      ['delete', 'validatingadmissionpolicybinding', 'NAMESPACE'],
      ['delete', 'validatingadmissionpolicy', 'NAMESPACE'],
    ],
  },
  podSecurityRefused: {
    steps: [
      {
        kubectl: [
          'label',
          'namespace',
          'NAMESPACE',
          'pod-security.kubernetes.io/enforce=restricted',
        ],
      },
      { apply: [workload()] },
      refused,
    ],
  },
  serviceAccountMissing: {
    steps: [{ apply: [workload({ serviceAccountName: 'nobody' })] }, refused],
  },
  podsRefused: {
    steps: [{ apply: [workload({ priorityClassName: 'nobody' })] }, refused],
  },
};
