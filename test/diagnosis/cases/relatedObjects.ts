import { byHand, service, workload } from '../steps.ts';
import type { Case, KubernetesObject, Step } from '../steps.ts';

const ready = { until: /"readyReplicas":1/ };

function autoscaler(apiVersion = 'apps/v1'): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'orders' },
    spec: {
      scaleTargetRef: { apiVersion, kind: 'Deployment', name: 'orders' },
      minReplicas: 1,
      maxReplicas: 2,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 50 },
          },
        },
      ],
    },
  };
}

const budget: KubernetesObject = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'orders' },
  spec: { minAvailable: 1, selector: { matchLabels: { app: 'orders' } } },
};

/** A node for the pods of this case only. */
const node: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'NAMESPACE',
    labels: { 'kubernetes.io/hostname': 'NAMESPACE', case: 'NAMESPACE' },
    annotations: { 'kwok.x-k8s.io/node': 'fake' },
    // KWOK does not change the status of a node during its deletion.
    finalizers: ['example.com/recording'],
  },
  spec: { taints: [{ key: 'case', effect: 'NoSchedule' }] },
  status: {
    capacity: { cpu: '2', memory: '4Gi', pods: '10' },
    allocatable: { cpu: '2', memory: '4Gi', pods: '10' },
  },
};
const onNode = {
  nodeSelector: { case: 'NAMESPACE' },
  tolerations: [{ operator: 'Exists' }],
};
const withoutNode = [
  [
    'patch',
    'node',
    'NAMESPACE',
    '--type=merge',
    '--patch={"metadata":{"finalizers":null}}',
  ],
  ['delete', 'node', 'NAMESPACE', '--ignore-not-found', '--wait=false'],
];

function nodeBecomes(status: string, reason: string, message: string): Step[] {
  const condition = {
    type: 'Ready',
    status,
    reason,
    message,
    lastHeartbeatTime: '2026-01-01T10:00:00Z',
    lastTransitionTime: '2026-01-01T10:00:40Z',
  };
  return [
    { apply: [node] },
    { apply: [workload(onNode)] },
    ready,
    { kubectl: ['delete', 'node', 'NAMESPACE', '--wait=false'] },
    {
      kubectl: [
        'patch',
        'node',
        'NAMESPACE',
        '--subresource=status',
        '--type=strategic',
        `--patch=${JSON.stringify({ status: { conditions: [condition] } })}`,
      ],
    },
    { until: new RegExp(`"reason":"${reason}"`) },
  ];
}

/** Failures of objects that are related to pods. */
export const surroundingCases: Record<string, Case> = {
  well: {
    steps: [
      { apply: [service(), workload()] },
      ready,
      { until: /"conditions":\{"ready":true/ },
    ],
  },
  starting: { steps: byHand() },
  scaledToZero: {
    steps: [
      { apply: [service(), workload({}, { replicas: 0 })] },
      { until: /"observedGeneration":1/ },
    ],
  },
  deadlineExceeded: {
    steps: [
      {
        apply: [workload({}, { image: 'registry.example/shop/orders:1.3.0' })],
      },
      ready,
      ...byHand({ spec: { progressDeadlineSeconds: 2 } }),
      { until: /"reason":"ProgressDeadlineExceeded"/ },
    ],
  },
  serviceWithoutEndpoints: {
    steps: [
      { apply: [service()] },
      ...byHand(),
      { until: /"kind":"EndpointSlice"/ },
    ],
  },
  serviceMatchesNothing: {
    steps: [
      { apply: [service('order'), workload()] },
      ready,
      { until: /"kind":"EndpointSlice"/ },
    ],
  },
  autoscalerBlind: {
    steps: [
      { apply: [workload(), autoscaler()] },
      { until: /"status":"False","type":"ScalingActive"/ },
    ],
  },
  autoscalerStuck: {
    steps: [
      { apply: [workload(), autoscaler('nobody.example/v1')] },
      { until: /"status":"False","type":"AbleToScale"/ },
      ready,
    ],
  },
  autoscalerAtMaximum: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              container: {
                resources: { requests: { cpu: '100m', memory: '64Mi' } },
              },
              annotations: { 'kwok.x-k8s.io/usage-cpu': '900m' },
            },
          ),
          autoscaler(),
        ],
      },
      { until: /"reason":"TooManyReplicas"/ },
      { until: /"readyReplicas":2/ },
    ],
  },
  disruptionBlocked: {
    steps: [
      { apply: [budget, workload()] },
      ready,
      { until: /"expectedPods":1/ },
      { until: /"currentHealthy":1/ },
    ],
  },
  drainBlocked: {
    steps: [
      { apply: [node] },
      { apply: [budget, workload(onNode)] },
      ready,
      { until: /"currentHealthy":1/ },
      { kubectl: ['cordon', 'NAMESPACE'] },
    ],
    cleanUp: withoutNode,
  },
  evicted: {
    steps: [
      ...byHand(),
      {
        podStatus: {
          phase: 'Failed',
          reason: 'Evicted',
          message:
            'The node was low on resource: memory. Threshold quantity: 100Mi, available: 48Mi. Container app was using 912Mi, request is 256Mi, has larger consumption of memory. ',
        },
      },
      { until: /"replicas":1[\s\S]*"phase":"Failed"|"phase":"Failed"/ },
    ],
  },
  preempted: {
    steps: [
      { apply: [node] },
      {
        apply: [
          workload(onNode, {
            container: { resources: { requests: { cpu: '1500m' } } },
            finalizers: ['example.com/recording'],
          }),
        ],
      },
      ready,
      {
        apply: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'important' },
            spec: {
              ...onNode,
              priorityClassName: 'system-cluster-critical',
              containers: [
                {
                  name: 'app',
                  image: 'registry.example/shop/important:1.0.0',
                  resources: { requests: { cpu: '1500m' } },
                },
              ],
            },
          },
        ],
      },
      { until: /"reason":"PreemptionByScheduler"/ },
    ],
    cleanUp: withoutNode,
  },
  nodeLost: {
    steps: nodeBecomes(
      'Unknown',
      'NodeStatusUnknown',
      'Kubelet stopped posting node status.',
    ),
    cleanUp: withoutNode,
  },
  nodeNotReady: {
    steps: nodeBecomes(
      'False',
      'KubeletNotReady',
      'container runtime network not ready: NetworkReady=false',
    ),
    cleanUp: withoutNode,
  },
  terminationStuck: {
    steps: [
      { apply: [workload({}, { finalizers: ['example.com/backup'] })] },
      ready,
      { kubectl: ['delete', 'pods', '--all', '--wait=false'] },
      { until: /"deletionTimestamp"/ },
      { until: /"readyReplicas":1/ },
    ],
  },
};
