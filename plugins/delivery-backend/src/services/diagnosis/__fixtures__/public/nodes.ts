import {
  READY,
  ago,
  budget,
  containerStatus,
  deployment,
  event,
  pod,
  statefulSet,
  waiting,
} from './objects';
import type { PublicCase } from './objects';

const API =
  'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions';
const SCC_REFUSAL =
  'create Pod orders-0 in StatefulSet orders failed error: pods "orders-0" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount, provider restricted-v2: .spec.securityContext.fsGroup: Invalid value: []int64{999}: 999 is not an allowed group, provider restricted-v2: .containers[0].runAsUser: Invalid value: 999: must be in the ranges: [1000680000, 1000689999], provider "nonroot": Forbidden: not usable by user or serviceaccount]';
const creating = {
  health: 'progressing becomingReady',
  sentence: '0 of 1 pods ready',
};
const starting = () => [
  ...deployment(),
  pod({ status: waiting('ContainerCreating') }),
];

/** A pod that its node or Kubernetes ended, beside one that replaces it. */
function ended(status: object, reason: string): PublicCase['objects'] {
  return [
    ...deployment({ ready: 1 }),
    pod({ number: 1, status: READY }),
    pod({
      status: {
        ...containerStatus({
          state: { terminated: { exitCode: 143, reason: 'Error' } },
        }),
        phase: 'Failed',
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason,
            lastTransitionTime: ago(600),
          },
        ],
        ...status,
      },
    }),
  ];
}

const well = {
  health: 'healthy ready',
  sentence: 'All pods ready on this version',
};

/** Nodes that cannot set up or stop pods, and pods that they ended. */
export const nodes: Record<string, PublicCase> = {
  'no address for the pod': {
    source: 'https://github.com/aws/amazon-vpc-cni-k8s/issues/281',
    objects: [
      ...starting(),
      event(
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "c0ffee": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
      ),
    ],
    ...creating,
    findings: [
      'podNetworkFailing certain: The node cannot set up the network of the pod: failed to assign an IP address to container',
    ],
  },
  'no address for the pod, in the words of older versions': {
    source: 'https://github.com/projectcalico/cni-plugin/issues/909',
    objects: [
      ...starting(),
      event(
        'FailedCreatePodSandBox',
        'Failed create pod sandbox: rpc error: code = Unknown desc = [failed to set up sandbox container "cb8b2c4f7a5e" network for pod "orders-0": networkPlugin cni failed to set up pod "orders-0_shop" network: no IPs available in range, failed to clean up sandbox container "cb8b2c4f7a5e"]',
      ),
    ],
    ...creating,
    findings: [
      'podNetworkFailing certain: The node cannot set up the network of the pod: no IPs available in range',
    ],
  },
  'no network plugin on the node': {
    source: 'https://github.com/kubernetes/kubernetes/issues/48798',
    objects: [
      ...starting(),
      event(
        'NetworkNotReady',
        'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
      ),
    ],
    ...creating,
    findings: [
      'podNetworkNotReady certain: The network of node worker-1 is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    ],
  },
  'an unknown runtime class': {
    source: 'https://kubernetes.io/docs/concepts/containers/runtime-class/',
    objects: [
      ...starting(),
      event(
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "gvisor" is configured',
      ),
    ],
    ...creating,
    findings: [
      'sandboxFailing certain: The node cannot create the sandbox of the pod: failed to get sandbox runtime: no runtime for "gvisor" is configured',
    ],
  },
  'a node that shut down': {
    source: 'https://github.com/kubernetes/kubernetes/issues/98012',
    objects: ended(
      {
        reason: 'Terminated',
        message: 'Pod was terminated in response to imminent node shutdown.',
      },
      'TerminationByKubelet',
    ),
    ...well,
    findings: [
      'nodeShutdown certain: 1 of 2 pods ended by the shutdown of their node',
    ],
  },
  'a node that shut down, by the condition alone': {
    source: 'https://github.com/kubernetes/kubernetes/issues/113278',
    objects: ended(
      {
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'TerminationByKubelet',
            message:
              'Pod was terminated in response to imminent node shutdown.',
          },
        ],
      },
      '',
    ),
    ...well,
    findings: [
      'nodeShutdown certain: 1 of 2 pods ended by the shutdown of their node',
    ],
  },
  'a limit of local storage': {
    source: 'https://kubernetes.io/docs/concepts/storage/ephemeral-storage/',
    objects: ended(
      {
        reason: 'Evicted',
        message:
          'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ',
      },
      'TerminationByKubelet',
    ),
    ...well,
    findings: [
      'storageLimitExceeded certain: 1 of 2 pods evicted for using more local storage than their limit. Pod ephemeral local storage usage exceeds the total limit of containers 1Gi',
    ],
  },
  'a limit of an emptyDir': {
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    objects: ended(
      {
        reason: 'Evicted',
        message: 'Usage of EmptyDir volume "tmp" exceeds the limit "100Mi". ',
      },
      'TerminationByKubelet',
    ),
    ...well,
    findings: [
      'storageLimitExceeded certain: 1 of 2 pods evicted for using more local storage than their limit. Usage of EmptyDir volume "tmp" exceeds the limit "100Mi"',
    ],
  },
  'a node with a full disk': {
    source:
      'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
    objects: ended(
      {
        reason: 'Evicted',
        message:
          'The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi. Container app was using 2Gi, request is 0, has larger consumption of ephemeral-storage. ',
      },
      'TerminationByKubelet',
    ),
    ...well,
    findings: [
      'evicted certain: 1 of 2 pods evicted by the node. The node was low on resource: ephemeral-storage',
    ],
  },
  'a taint': {
    source: API,
    objects: ended({}, 'DeletionByTaintManager'),
    ...well,
    findings: [
      'taintEvicted certain: 1 of 2 pods evicted because of a taint of their node',
    ],
  },
  'a drain': {
    source: API,
    objects: ended({}, 'EvictionByEvictionAPI'),
    ...well,
    findings: [
      'drained certain: 1 of 2 pods evicted on request, for example to drain a node',
    ],
  },
  'a node that was deleted': {
    source: API,
    objects: ended({}, 'DeletionByPodGC'),
    ...well,
    findings: ['podLost certain: 1 of 2 pods lost with their node'],
  },
  activeDeadlineSeconds: {
    source:
      'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/',
    objects: ended({ reason: 'DeadlineExceeded', conditions: [] }, ''),
    ...well,
    findings: [
      'podDeadlineExceeded certain: 1 of 2 pods ended after their activeDeadlineSeconds',
    ],
  },
  'a node that rejects a pod': {
    source: 'https://github.com/kubernetes/kubernetes/issues/106884',
    objects: ended(
      {
        reason: 'UnexpectedAdmissionError',
        message:
          'Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
        conditions: [],
      },
      '',
    ),
    ...well,
    findings: [
      'podRejectedByNode certain: 1 of 2 pods rejected by their node (UnexpectedAdmissionError): Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
    ],
  },
  'a pod that the runtime cannot stop': {
    source: 'https://github.com/kubernetes/kubernetes/issues/51835',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ number: 1, status: READY }),
      pod({
        metadata: { deletionTimestamp: ago(600) },
        status: containerStatus({ state: { running: {} } }),
      }),
      event(
        'FailedKillPod',
        'error killing pod: failed to "KillPodSandbox" for "1f" with KillPodSandboxError: "rpc error: code = Unknown desc = networkPlugin cni failed to teardown pod"',
      ),
    ],
    ...well,
    findings: [
      'podKillFailing certain: The node cannot stop the pod: error killing pod: failed to "KillPodSandbox" for "1f" with KillPodSandboxError: "rpc error: code = Unknown desc = networkPlugin cni failed to teardown pod"',
    ],
  },
  'a preStop hook that fails': {
    source:
      'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ number: 1, status: READY }),
      pod({
        metadata: { deletionTimestamp: ago(10) },
        status: containerStatus({ state: { running: {} } }),
      }),
      event('FailedPreStopHook', 'PreStopHook failed', { container: 'app' }),
    ],
    ...well,
    findings: [
      'preStopHookFailing certain: preStop hook fails: PreStopHook failed',
    ],
  },
  'a resize that the node cannot do': {
    source:
      'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/',
    objects: [
      ...deployment({ ready: 1 }),
      pod({
        status: {
          ...READY,
          conditions: [
            { type: 'Ready', status: 'True' },
            {
              type: 'PodResizePending',
              status: 'True',
              reason: 'Infeasible',
              message:
                "Node didn't have enough capacity: cpu, requested: 64000, capacity: 8000",
            },
          ],
        },
      }),
    ],
    ...well,
    findings: [
      "resizeBlocked certain: 1 of 1 pods cannot be resized (Infeasible): Node didn't have enough capacity: cpu, requested: 64000, capacity: 8000",
    ],
  },
  'two budgets for the same pods': {
    source: 'https://github.com/kubernetes/kubernetes/issues/75957',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ status: READY }),
      budget(
        'team',
        { maxUnavailable: 1, selector: { matchLabels: { app: 'orders' } } },
        { disruptionsAllowed: 1, currentHealthy: 3, expectedPods: 3 },
      ),
      budget(
        'chart',
        {
          maxUnavailable: 1,
          selector: { matchLabels: { 'backstage.io/kubernetes-id': 'orders' } },
        },
        { disruptionsAllowed: 0, currentHealthy: 0, expectedPods: 3 },
      ),
    ],
    ...well,
    findings: [
      'budgetsOverlap certain: 2 PodDisruptionBudgets cover the same pods (chart, team), so every eviction is rejected',
    ],
  },
  'a budget that cannot be computed': {
    source:
      'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ status: READY }),
      budget(
        'orders',
        { minAvailable: '50%', selector: { matchLabels: { app: 'orders' } } },
        {
          conditions: [
            {
              type: 'DisruptionAllowed',
              status: 'False',
              reason: 'SyncFailed',
              message: 'found no controllers for pod "orders-0"',
            },
          ],
        },
      ),
    ],
    ...well,
    findings: [
      'budgetSyncFailed certain: PodDisruptionBudget orders cannot be computed, so every eviction is rejected: found no controllers for pod "orders-0"',
    ],
  },
  'a budget that never allows a disruption': {
    source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ status: READY }),
      budget(
        'orders',
        { maxUnavailable: 0, selector: {} },
        { currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
      ),
    ],
    ...well,
    findings: [
      'disruptionBlocked possible: PodDisruptionBudget orders blocks all evictions (maxUnavailable: 0), so nodes cannot be drained',
    ],
  },
  'a budget without a selector, which selects no pods': {
    source:
      'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/',
    objects: [
      ...deployment({ ready: 1 }),
      pod({ status: READY }),
      budget(
        'orders',
        { maxUnavailable: 0 },
        { expectedPods: 1, desiredHealthy: 1 },
      ),
    ],
    ...well,
  },
  'security context constraints of OpenShift': {
    source: 'https://github.com/pulp/pulp-operator/issues/1319',
    objects: [
      ...statefulSet({ created: 0 }),
      event('FailedCreate', SCC_REFUSAL, {
        about: { kind: 'StatefulSet', name: 'orders', uid: 'revision' },
      }),
    ],
    health: 'degraded podsRefused',
    sentence: `Cannot create pods: ${SCC_REFUSAL}`,
    findings: [
      'sccRefused certain: No security context constraint allows the pods: spec.securityContext.fsGroup: 999 is not an allowed group, containers[0].runAsUser: must be in the ranges: [1000680000, 1000689999]',
    ],
  },
};
