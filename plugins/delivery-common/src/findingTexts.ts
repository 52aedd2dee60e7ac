import { containerFindingTexts } from './containerFindingTexts';

/**
 * Diagnosis rules: for each, an English sentence with the problem and one with
 * the advice. `{{name}}` is replaced by that value of the finding's `values`,
 * `{{details}}` by its joined details. Translations use the same rules and values.
 * @public
 */
export const findingTexts = {
  ...containerFindingTexts,
  unschedulable: {
    sentence:
      '{{failing}} of {{pods}} pods cannot be scheduled. Of {{nodes}} nodes: {{details}}',
    advice:
      'Reduce the requests, free or add nodes, or change selectors, affinity and tolerations of the pod to match more nodes.',
  },
  unschedulableOther: {
    sentence: '{{failing}} of {{pods}} pods cannot be scheduled: {{message}}',
    advice: 'Check the message from the scheduler.',
  },
  podNetworkFailing: {
    sentence: 'The node cannot set up the network of the pod: {{message}}',
    advice:
      'Check the network plugin (CNI) of the node, and whether the subnet still has free addresses.',
  },
  podNetworkNotReady: {
    sentence: 'The network of node {{node}} is not ready: {{message}}',
    advice:
      'Check the network plugin (CNI) of the node: its pod may not be running yet.',
  },
  sandboxFailing: {
    sentence: 'The node cannot create the sandbox of the pod: {{message}}',
    advice:
      'Check the container runtime of the node, and the runtimeClassName of the pod.',
  },
  claimMissing: {
    sentence: 'PersistentVolumeClaim {{claim}} not found',
    advice: 'Create it, or correct its name in the workload.',
  },
  claimPending: {
    sentence: 'PersistentVolumeClaim {{claim}} is not bound to a volume yet',
    advice:
      'Check whether its storage class has a provisioner, and whether a volume with the requested size and access mode is available.',
  },
  claimRefused: {
    sentence: 'Cannot provision PersistentVolumeClaim {{claim}}: {{message}}',
    advice:
      'Correct the storage class, size or access mode of the claim, or create a matching volume.',
  },
  claimLost: {
    sentence: 'PersistentVolumeClaim {{claim}} has lost its volume',
    advice:
      'The bound volume no longer exists. Restore it, or create a new claim from a backup.',
  },
  claimChangeFailing: {
    sentence: 'PersistentVolumeClaim {{claim}} cannot be changed: {{message}}',
    advice:
      'Check whether its storage class allows expansion and the requested attributes.',
  },
  claimResizeWaiting: {
    sentence:
      'PersistentVolumeClaim {{claim}} grows when its pods restart: the volume is larger, the file system is not',
    advice: 'Restart the pods that use it.',
  },
  volumeNotMounted: {
    sentence: 'Cannot mount a volume: {{message}}',
    advice: 'Check the source of the volume and its storage.',
  },
  volumeNotAttached: {
    sentence: 'Cannot attach a volume to the node: {{message}}',
    advice:
      'It may still be attached to another node. Check where the previous pod ran and whether it was deleted.',
  },
  quotaExceeded: {
    sentence: 'Quota {{quota}} exceeded, so new pods are rejected: {{details}}',
    advice:
      'Reduce the requests, delete unused objects in this namespace, or ask for a higher quota. A rollout also needs quota for the extra pods of maxSurge.',
  },
  quotaNeedsResources: {
    sentence:
      'Quota {{quota}} rejects new pods, because they do not set {{resources}}',
    advice:
      'Set them in the resources of the containers, or create a LimitRange with defaults in the namespace.',
  },
  limitRangeRefused: {
    sentence: 'A LimitRange rejects new pods: {{message}}',
    advice:
      'Change the resources of the containers to fit the range, or ask for a change of the LimitRange.',
  },
  webhookRefused: {
    sentence: 'Admission webhook {{webhook}} rejects new pods: {{message}}',
    advice:
      'Correct the fields in the message. The rule is set by the cluster administrators.',
  },
  webhookUnavailable: {
    sentence:
      'Admission webhook {{webhook}} does not respond, so pods cannot be created',
    advice:
      'Contact the cluster administrators: the service behind the webhook is down.',
  },
  policyRefused: {
    sentence: 'Policy {{policy}} rejects new pods: {{message}}',
    advice:
      'Correct the fields in the message. The rule is set by the cluster administrators.',
  },
  podSecurityRefused: {
    sentence: 'Pod security level {{level}} rejects new pods: {{message}}',
    advice:
      'Set the fields in the message in the securityContext of the pod and its containers.',
  },
  sccRefused: {
    sentence: 'No security context constraint allows the pods: {{details}}',
    advice:
      'Change these fields, or let the cluster administrators grant a suitable constraint to the service account of the pods.',
  },
  serviceAccountMissing: {
    sentence: 'Service account {{object}} not found, so pods cannot be created',
    advice: 'Create it in this namespace, or correct its name in the workload.',
  },
  podsRefused: {
    sentence: 'Cannot create pods: {{message}}',
    advice: 'Correct the fields in the message.',
  },
  deadlineExceeded: {
    sentence:
      'Timed out: progress deadline exceeded with {{updated}} of {{desired}} pods updated',
    advice:
      'Find out what blocks the new pods, or roll back to the revision that is still serving.',
  },
  rolloutFailed: {
    sentence: 'The rollout cannot continue: {{message}}',
    advice: 'Correct the field or object in the message.',
  },
  analysisFailed: {
    sentence: 'Analysis {{analysis}} ended with {{phase}}: {{message}}',
    advice:
      'Check the measurements of the analysis and what changed in this version.',
  },
  oldRevisionServing: {
    sentence: '{{revision}} is still serving all traffic; no new pod is ready',
    advice: 'No user impact. Fix forward or roll back.',
  },
  serviceWithoutEndpoints: {
    sentence: 'Service {{service}} has no ready pods: its clients get errors',
    advice: 'Check why its pods are not ready.',
  },
  serviceMatchesNothing: {
    sentence:
      'Service {{service}} selects no pods: its selector does not match the labels of {{workload}}',
    advice: 'Change the selector to match the labels of the pod template.',
  },
  autoscalerBlind: {
    sentence: 'Autoscaler {{autoscaler}} cannot read its metrics: {{message}}',
    advice:
      'Check that the containers have resource requests and that the metrics server or the metrics adapter responds. Until then, the number of pods does not follow the load.',
  },
  autoscalerAtMaximum: {
    sentence:
      'Autoscaler {{autoscaler}} needs more than its maximum of {{max}} pods',
    advice:
      'Raise maxReplicas if the cluster has capacity, or find the source of the load.',
  },
  autoscalerStuck: {
    sentence: 'Autoscaler {{autoscaler}} cannot scale: {{message}}',
    advice: 'Check the object in scaleTargetRef.',
  },
  autoscalerInvalid: {
    sentence: 'Autoscaler {{autoscaler}} is not valid: {{message}}',
    advice: 'Correct the metrics in the spec of the autoscaler.',
  },
  autoscalerAmbiguous: {
    sentence:
      'Autoscaler {{autoscaler}} does not scale, because its pods belong to several autoscalers: {{message}}',
    advice:
      'Change the selectors of the workloads, so that no pod matches two of them.',
  },
  autoscalersConflict: {
    sentence: 'Several autoscalers scale {{workload}}: {{autoscalers}}',
    advice: 'Keep one of them. One autoscaler can use several metrics.',
  },
  drainBlocked: {
    sentence:
      'PodDisruptionBudget {{budget}} blocks the drain of node {{node}} ({{rule}})',
    advice: 'Add a replica, or relax the budget for the time of the drain.',
  },
  disruptionBlocked: {
    sentence:
      'PodDisruptionBudget {{budget}} blocks all evictions ({{rule}}), so nodes cannot be drained',
    advice: 'Allow at least one disruption, or add a replica.',
  },
  budgetsOverlap: {
    sentence:
      '{{count}} PodDisruptionBudgets cover the same pods ({{budgets}}), so every eviction is rejected',
    advice:
      'Change the selectors or delete budgets, so that only one covers each pod. Until then, nodes with these pods cannot be drained.',
  },
  budgetSyncFailed: {
    sentence:
      'PodDisruptionBudget {{budget}} cannot be computed, so every eviction is rejected: {{message}}',
    advice:
      'Correct the selector of the budget. It must select pods of workloads that can be scaled.',
  },
  evicted: {
    sentence: '{{failing}} of {{pods}} pods evicted by the node. {{message}}',
    advice:
      'Set requests close to the real usage, and a limit for ephemeral storage, so that the node does not run out of resources.',
  },
  storageLimitExceeded: {
    sentence:
      '{{failing}} of {{pods}} pods evicted for using more local storage than their limit. {{message}}',
    advice:
      'Raise the ephemeral-storage limit or the sizeLimit of the volume, or write less to local storage.',
  },
  preempted: {
    sentence:
      '{{failing}} of {{pods}} pods preempted by pods with a higher priority',
    advice:
      'Set a suitable priority class on the workload, or add capacity to the cluster.',
  },
  nodeShutdown: {
    sentence:
      '{{failing}} of {{pods}} pods ended by the shutdown of their node',
    advice: 'No action needed: Kubernetes replaces the pods on other nodes.',
  },
  drained: {
    sentence:
      '{{failing}} of {{pods}} pods evicted on request, for example to drain a node',
    advice: 'No action needed: Kubernetes replaces the pods on other nodes.',
  },
  taintEvicted: {
    sentence:
      '{{failing}} of {{pods}} pods evicted because of a taint of their node',
    advice:
      'Check the taints of the node. Add a toleration only if the pods can run there.',
  },
  podLost: {
    sentence: '{{failing}} of {{pods}} pods lost with their node',
    advice:
      'Check whether the machine is running. Kubernetes replaces the pods on other nodes.',
  },
  podDeadlineExceeded: {
    sentence:
      '{{failing}} of {{pods}} pods ended after their activeDeadlineSeconds',
    advice:
      'Remove activeDeadlineSeconds from the pod template: the pods of a workload must keep running.',
  },
  podRejectedByNode: {
    sentence:
      '{{failing}} of {{pods}} pods rejected by their node ({{reason}}): {{message}}',
    advice:
      'The node no longer matches the pods, or lacks the resources or devices that they request. Check the labels, devices and free resources of the node.',
  },
  resizeBlocked: {
    sentence:
      '{{failing}} of {{pods}} pods cannot be resized ({{reason}}): {{message}}',
    advice:
      'Reduce the new requests, or free resources on the node. Infeasible means that the node can never provide them: replace the pods.',
  },
  nodeLost: {
    sentence:
      'Node {{node}} does not respond; {{failing}} of {{pods}} pods run on it',
    advice:
      'Kubernetes replaces the pods on other nodes after five minutes. Pods of a StatefulSet are replaced only when the node is back or removed. Check whether the machine is running.',
  },
  nodeNotReady: {
    sentence:
      'Node {{node}} is not ready; {{failing}} of {{pods}} pods run on it',
    advice: 'Check the status that the kubelet of the node reports.',
  },
  terminationStuck: {
    sentence: '{{object}} is stuck in deletion: waiting for {{finalizers}}',
    advice:
      'Check whether the controller of this finalizer is running. Remove the finalizer by hand only after its resources are cleaned up.',
  },
  podKillFailing: {
    sentence: 'The node cannot stop the pod: {{message}}',
    advice: 'Check the container runtime and the volumes of the node.',
  },
  preStopHookFailing: {
    sentence: 'preStop hook fails: {{message}}',
    advice:
      'Check the command or address of the hook. The pod ends without it.',
  },
} as const satisfies Record<string, { sentence: string; advice: string }>;

/**
 * Phrases of a finding's details in English; joined, they fill `{{details}}` in
 * its sentence.
 * @public
 */
export const findingPhrases = {
  restarts: '; restarts: {{restarts}}',
  sccField: '{{field}}: {{problem}}',
  nodesCpu: 'insufficient CPU on {{count}}',
  nodesMemory: 'insufficient memory on {{count}}',
  nodesPods: 'too many pods on {{count}}',
  nodesResource: 'insufficient {{resource}} on {{count}}',
  nodesAffinity: 'node affinity or selector not matched by {{count}}',
  nodesPodAffinity: 'pod affinity not matched by {{count}}',
  nodesAntiAffinity: 'excluded by pod anti-affinity: {{count}}',
  nodesSpread: 'excluded by topology spread constraints: {{count}}',
  nodesTaint: 'untolerated taint on {{count}}',
  nodesTaintNamed: 'untolerated taint {{taint}} on {{count}}',
  nodesVolumeZone: 'volume in another zone than {{count}}',
  nodesNoVolume: 'no volume for the claim on {{count}}',
  nodesVolumeLimit: 'volume limit reached on {{count}}',
  nodesUnbound: 'claim not bound on {{count}}',
  nodesDevices: 'no free device for the resource claim on {{count}}',
  nodesPorts: 'no free port on {{count}}',
  nodesCordoned: 'unschedulable: {{count}}',
  nodesOther: '{{reason}}: {{count}}',
  quotaResource:
    '{{resource}}: {{used}} of {{hard}} used, {{requested}} more requested',
} as const satisfies Record<string, string>;
