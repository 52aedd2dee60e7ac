import {
  READY,
  ago,
  claim,
  containerStatus,
  deployment,
  event,
  idleDaemonSet,
  pod,
  statefulSet,
  unscheduled,
  waiting,
} from './objects';
import type { PublicCase } from './objects';

const K8S = 'https://github.com/kubernetes/kubernetes/issues';
const PODS =
  'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/';
const GATED = 'Scheduling is blocked due to non-empty scheduling gates';
const unbound =
  '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
const noCpu =
  '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';
const withClaim = {
  nodeName: undefined,
  volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
};

function gated(gates: string[], number = 0) {
  return pod({
    number,
    spec: {
      nodeName: undefined,
      schedulingGates: gates.map(name => ({ name })),
    },
    status: unscheduled(GATED, 'SchedulingGated'),
  });
}

/** Pods that wait for something that is known: nothing is broken. */
export const waits: Record<string, PublicCase> = {
  'a scheduling gate of Kueue': {
    source: 'https://github.com/k8sgpt-ai/k8sgpt/issues/1474',
    objects: [
      ...deployment({ replicas: 2 }),
      gated(['kueue.x-k8s.io/admission']),
      gated(['kueue.x-k8s.io/admission'], 1),
    ],
    health: 'suspended schedulingGated',
    sentence:
      '2 of 2 pods waiting for scheduling gate kueue.x-k8s.io/admission',
  },
  'two scheduling gates, past the deadline': {
    source: 'https://github.com/kubernetes/kube-state-metrics/issues/2880',
    objects: [
      ...deployment({
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
          },
        ],
      }),
      gated(['example.com/quota', 'example.com/licence']),
    ],
    health: 'suspended schedulingGated',
    sentence:
      '1 of 1 pods waiting for scheduling gate example.com/quota, example.com/licence',
  },
  'a new claim whose volume is provisioned': {
    source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
    objects: [
      ...deployment(),
      claim(ago(20)),
      pod({ spec: withClaim, status: unscheduled(unbound) }),
    ],
    health: 'progressing waitsForVolume',
    sentence:
      '1 of 1 pods waiting for the volume of PersistentVolumeClaim data',
  },
  'an old claim that is still not bound': {
    source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
    objects: [
      ...deployment(),
      claim(ago(900)),
      pod({ spec: withClaim, status: unscheduled(unbound) }),
    ],
    health: 'degraded podsUnschedulable',
    sentence: `1 of 1 pods cannot be scheduled: ${unbound}`,
    findings: [
      'claimPending certain: PersistentVolumeClaim data is not bound to a volume yet',
      '- unschedulable certain: 1 of 1 pods cannot be scheduled. Of 3 nodes: claim not bound on 3',
    ],
  },
  'the restart that a larger claim needs': {
    source:
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims',
    objects: [
      ...deployment({ ready: 1 }),
      claim(ago(9000), {
        phase: 'Bound',
        conditions: [{ type: 'FileSystemResizePending', status: 'True' }],
      }),
      pod({ spec: { volumes: withClaim.volumes }, status: READY }),
    ],
    health: 'healthy ready',
    sentence: 'All pods ready on this version',
    findings: [
      'claimResizeWaiting certain: PersistentVolumeClaim data grows when its pods restart: the volume is larger, the file system is not',
    ],
  },
  'nothing: a claim cannot grow': {
    source:
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#recovering-from-failure-when-expanding-volumes',
    objects: [
      ...deployment({ ready: 1 }),
      claim(ago(9000), {
        phase: 'Bound',
        conditions: [
          {
            type: 'ControllerResizeError',
            status: 'True',
            message: 'disk quota exceeded',
          },
        ],
      }),
      pod({ spec: { volumes: withClaim.volumes }, status: READY }),
    ],
    health: 'healthy ready',
    sentence: 'All pods ready on this version',
    findings: [
      'claimChangeFailing certain: PersistentVolumeClaim data cannot be changed: disk quota exceeded',
    ],
  },
  'a node that the cluster autoscaler adds': {
    source:
      'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    objects: [
      ...deployment(),
      pod({ spec: { nodeName: undefined }, status: unscheduled(noCpu) }),
      event(
        'TriggeredScaleUp',
        'pod triggered scale-up: [{pool 1->2 (max: 5)}]',
      ),
    ],
    health: 'progressing waitsForNewNode',
    sentence: '1 of 1 pods waiting for a new node',
  },
  'a node that Karpenter adds': {
    source: 'https://karpenter.sh/docs/concepts/scheduling/',
    objects: [
      ...deployment(),
      pod({ spec: { nodeName: undefined }, status: unscheduled(noCpu) }),
      event('Nominated', 'Pod should schedule on: nodeclaim/default-x2x9k'),
    ],
    health: 'progressing waitsForNewNode',
    sentence: '1 of 1 pods waiting for a new node',
  },
  'a node pool that cannot grow': {
    source:
      'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    objects: [
      ...deployment(),
      pod({ spec: { nodeName: undefined }, status: unscheduled(noCpu) }),
      event(
        'NotTriggerScaleUp',
        "pod didn't trigger scale-up: 1 max node group size reached",
      ),
    ],
    health: 'degraded podsUnschedulable',
    sentence: `1 of 1 pods cannot be scheduled: ${noCpu}`,
    findings: [
      'unschedulable certain: 1 of 1 pods cannot be scheduled. Of 3 nodes: insufficient CPU on 3',
    ],
  },
  'a claim for a device that is created': {
    source:
      'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
    objects: [
      ...deployment(),
      pod({
        spec: { nodeName: undefined },
        status: unscheduled(
          'waiting for dynamic resource controller to create the resourceclaim "orders-gpu"',
        ),
      }),
    ],
    health: 'progressing waitsForResourceClaim',
    sentence: '1 of 1 pods waiting for ResourceClaim orders-gpu',
  },
  'a device that no node has': {
    source:
      'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
    objects: [
      ...deployment(),
      pod({
        spec: { nodeName: undefined },
        status: unscheduled(
          '0/3 nodes are available: 3 cannot allocate all claims.',
        ),
      }),
    ],
    health: 'degraded podsUnschedulable',
    sentence:
      '1 of 1 pods cannot be scheduled: 0/3 nodes are available: 3 cannot allocate all claims.',
    findings: [
      'unschedulable certain: 1 of 1 pods cannot be scheduled. Of 3 nodes: no free device for the resource claim on 3',
    ],
  },
  'a preemption': {
    source:
      'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
    objects: [
      ...deployment(),
      pod({
        spec: { nodeName: undefined },
        status: { ...unscheduled(noCpu), nominatedNodeName: 'worker-2' },
      }),
    ],
    health: 'progressing waitsForPreemption',
    sentence: '1 of 1 pods waiting for preempted pods to leave node worker-2',
  },
  'the network and volumes of a new pod': {
    source: PODS,
    objects: [
      ...deployment(),
      pod({
        status: {
          ...waiting('ContainerCreating'),
          conditions: [
            { type: 'PodReadyToStartContainers', status: 'False' },
            { type: 'PodScheduled', status: 'True' },
          ],
        },
      }),
    ],
    health: 'progressing waitsForSandbox',
    sentence: '1 of 1 pods waiting for network and volumes on the node',
  },
  'the pull of an image': {
    source: `${K8S}/102286`,
    objects: [
      ...deployment(),
      pod({ status: waiting('ContainerCreating') }),
      event('FailedMount', 'MountVolume.SetUp failed', { secondsAgo: 200 }),
      event(
        'Pulling',
        'Pulling image "registry.example.org/shop/orders:1.4.0"',
        {
          container: 'app',
        },
      ),
    ],
    health: 'progressing pullingImage',
    sentence:
      '1 of 1 pods pulling image registry.example.org/shop/orders:1.4.0',
  },
  'an init container': {
    source: PODS,
    objects: [
      ...deployment(),
      pod({
        spec: { initContainers: [{ name: 'migrate', image: 'migrate:1' }] },
        status: {
          ...waiting('PodInitializing'),
          initContainerStatuses: [
            { name: 'migrate', state: { running: { startedAt: ago(40) } } },
          ],
        },
      }),
    ],
    health: 'progressing waitsForInit',
    sentence: '1 of 1 pods waiting for init container migrate',
    findings: [
      'initRunning possible: The pod is waiting for init container migrate',
    ],
  },
  'a startup probe': {
    source: PODS,
    objects: [
      ...deployment(),
      pod({
        spec: {
          containers: [{ name: 'app', image: 'app:1', startupProbe: {} }],
        },
        status: containerStatus({
          started: false,
          state: { running: { startedAt: ago(10) } },
        }),
      }),
    ],
    health: 'progressing waitsForStartup',
    sentence: '1 of 1 pods waiting for the startup probe of container app',
  },
  'a readiness gate of a load balancer': {
    source:
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/',
    objects: [
      ...deployment(),
      pod({
        spec: {
          readinessGates: [
            { conditionType: 'target-health.elbv2.k8s.aws/shop' },
          ],
        },
        status: {
          ...READY,
          conditions: [
            { type: 'PodScheduled', status: 'True' },
            { type: 'ContainersReady', status: 'True' },
            {
              type: 'Ready',
              status: 'False',
              reason: 'ReadinessGatesNotReady',
              message:
                'corresponding condition of pod readiness gate "target-health.elbv2.k8s.aws/shop" does not exist.',
            },
          ],
        },
      }),
    ],
    health: 'progressing waitsForReadinessGate',
    sentence:
      '1 of 1 pods waiting for readiness gate target-health.elbv2.k8s.aws/shop',
  },
  minReadySeconds: {
    source:
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds',
    objects: [
      ...deployment({ ready: 1, available: 0, spec: { minReadySeconds: 120 } }),
      pod({ status: READY }),
    ],
    health: 'progressing waitsMinReady',
    sentence: '0 of 1 pods available: a pod must stay ready for 120 seconds',
  },
  'the pod before it in a StatefulSet': {
    source:
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#orderedready-pod-management',
    objects: [
      ...statefulSet({ replicas: 3, created: 1 }),
      pod({
        status: containerStatus({
          started: true,
          state: { running: { startedAt: ago(10) } },
        }),
      }),
    ],
    health: 'progressing waitsForPod',
    sentence:
      '1 of 3 pods created; the next one is created when orders-0 is ready',
  },
  'a node that matches the selector of a DaemonSet': {
    source: 'https://github.com/jupyter-infra/jupyter-deploy/issues/337',
    objects: idleDaemonSet({ nodeSelector: { accelerator: 'present' } }),
    health: 'healthy noMatchingNode',
    sentence: 'No node matches accelerator=present, so no pod is needed',
  },
  'a node that matches the affinity of a DaemonSet': {
    source: 'https://github.com/argoproj/argo-cd/issues/26390',
    objects: idleDaemonSet({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'gpu', operator: 'In', values: ['a', 'b'] },
                  { key: 'spot', operator: 'DoesNotExist' },
                ],
              },
            ],
          },
        },
      },
    }),
    health: 'healthy noMatchingNode',
    sentence: 'No node matches gpu in (a, b), !spot, so no pod is needed',
  },
  'any node for a DaemonSet': {
    source:
      'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations',
    objects: idleDaemonSet({}),
    health: 'healthy noEligibleNode',
    sentence: 'No node is eligible, so no pod is needed',
  },
  'nothing: it is scaled to zero': {
    source:
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment',
    objects: deployment({ replicas: 0 }),
    health: 'healthy scaledToZero',
    sentence: 'Scaled to zero',
  },
};
