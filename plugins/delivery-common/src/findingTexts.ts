/**
 * Diagnosis rules: for each, an English sentence with the problem and one with
 * the advice. `{{name}}` is replaced by that value of the finding's `values`,
 * `{{details}}` by its joined details. Translations use the same rules and values.
 * @public
 */
export const findingTexts = {
  imageNotFound: {
    sentence: 'Image {{image}} not found in the registry',
    advice:
      'Check the image name and tag, and whether the build pushed the image. Then deploy an existing image.',
  },
  imageWrongPlatform: {
    sentence: 'Image {{image}} was not built for the platform of the node',
    advice:
      'Build the image for the CPU architecture of the nodes, or run the pods on nodes that match, with a nodeSelector on kubernetes.io/arch.',
  },
  imageIncomplete: {
    sentence: 'Image {{image}} is incomplete in the registry',
    advice:
      'The registry has its manifest, but not all of its layers. Push the image again.',
  },
  imageNoSpace: {
    sentence: 'No space left on the node for image {{image}}',
    advice: 'Free disk space on the node, or use a smaller image.',
  },
  imageSignatureInvalid: {
    sentence: 'Signature of image {{image}} is missing or not valid',
    advice:
      'Sign the image with a key that the policy of the node accepts, then pull it again.',
  },
  imageRegistryUntrusted: {
    sentence: 'The node does not trust the registry of image {{image}}',
    advice:
      'Install the certificate authority of the registry on the nodes, or serve the registry over HTTPS with a valid certificate.',
  },
  imageUnauthorized: {
    sentence: 'Not authorised to pull image {{image}}',
    advice:
      'Check that the pull secret exists in the namespace, that imagePullSecrets of the pod or its service account references it, and that it has not expired. Many registries also return this error if the image does not exist.',
  },
  imageRateLimited: {
    sentence: 'Pull rate limit reached for image {{image}}',
    advice:
      'Kubernetes retries automatically. To raise the limit, pull with an account or through a registry mirror.',
  },
  imageNameInvalid: {
    sentence: '{{image}} is not a valid image name',
    advice:
      'Correct the image in the workload: lowercase, no spaces and only one tag.',
  },
  imageRegistryUnreachable: {
    sentence: 'The registry of image {{image}} is unreachable',
    advice:
      'Check the host name of the registry, that the registry is running, and that the nodes can reach it.',
  },
  imageNotOnNode: {
    sentence:
      'Image {{image}} is not on the node, and its pull policy is Never',
    advice: 'Set imagePullPolicy to IfNotPresent.',
  },
  imageInspectFailing: {
    sentence: 'The node cannot inspect image {{image}}: {{message}}',
    advice:
      'Check the container runtime of the node. Removing the image from the node makes it pull the image again.',
  },
  imagePullFailing: {
    sentence: 'Cannot pull image {{image}}: {{message}}',
    advice: 'Check the message from the registry below.',
  },
  pullSecretMissing: {
    sentence: 'Pull secret {{secrets}} not found',
    advice:
      'Create it in this namespace, or correct imagePullSecrets of the pod or its service account.',
  },
  outOfMemory: {
    sentence:
      'Container {{container}} was OOM-killed: it exceeded its memory limit of {{limit}}{{details}}',
    advice:
      'Check its memory usage before the kill. Raise the limit if the container needs more memory. Otherwise, look for a memory leak, or set the heap size below the limit.',
  },
  outOfPodMemory: {
    sentence:
      'Container {{container}} was OOM-killed: its pod exceeded its memory limit of {{limit}}{{details}}',
    advice:
      'The limit is set on the pod and shared by its containers. Check which container uses the memory, then raise the limit of the pod or reduce the usage.',
  },
  outOfNodeMemory: {
    sentence:
      'Container {{container}} was OOM-killed: it has no memory limit, so the node probably ran out of memory{{details}}',
    advice:
      'Set a memory request and limit on the container, so that the scheduler reserves memory for it.',
  },
  livenessFailing: {
    sentence:
      'Liveness probe of container {{container}} fails, so Kubernetes restarts it{{details}}',
    advice:
      'Check the probe response. If the container is slow to start, add a startup probe. If it is busy, increase timeoutSeconds.',
  },
  startupFailing: {
    sentence: 'Startup probe of container {{container}} fails{{details}}',
    advice:
      'Check the logs for what the container is waiting for. If it only needs more time, increase failureThreshold or periodSeconds of the startup probe.',
  },
  readinessFailing: {
    sentence:
      'Readiness probe of container {{container}} fails: {{failing}} of {{pods}} pods receive no traffic',
    advice:
      'Check the probe response, and check the logs for what the container is waiting for, such as a database, a queue or another service.',
  },
  readinessFailingInService: {
    sentence:
      'Readiness probe of container {{container}} fails: {{failing}} of {{pods}} pods are removed from Service {{service}}',
    advice:
      'Check the probe response, and check the logs for what the container is waiting for, such as a database, a queue or another service.',
  },
  crashLoop: {
    sentence:
      'Container {{container}} is crash-looping (exit code {{exitCode}}){{details}}',
    advice:
      'Check the logs of the previous container and compare with the last healthy version.',
  },
  crashed: {
    sentence:
      'Container {{container}} crashed (exit code {{exitCode}}) and waits for its restart',
    advice:
      'Check the logs of the container and compare with the last healthy version.',
  },
  commandNotFound: {
    sentence:
      'Container {{container}} exits with code 127: a command was not found{{details}}',
    advice:
      'Check the command, arguments and start script. A command may be missing in the image or in PATH.',
  },
  commandNotExecutable: {
    sentence:
      'Container {{container}} exits with code 126: a command cannot be executed{{details}}',
    advice:
      'Check that the file is executable and built for the platform of the node, and that its volume allows execution.',
  },
  crashLoopSignal: {
    sentence:
      'Container {{container}} is crash-looping: terminated by signal {{signal}} (exit code {{exitCode}}){{details}}',
    advice:
      'SIGKILL and SIGTERM come from outside, SIGSEGV is a crash in native code, and SIGABRT an abort by the program itself. Check the logs of the previous container.',
  },
  crashLoopUnknown: {
    sentence:
      'Container {{container}} is crash-looping; its node did not see how it ended{{details}}',
    advice:
      'Check the logs of the previous container, and whether the node or its container runtime was restarted.',
  },
  probeKills: {
    sentence:
      'Container {{container}} is killed repeatedly (exit code {{exitCode}}), probably because its {{probe}} probe fails{{details}}',
    advice:
      'Check the probe response, and check the logs of the previous container. If the container only needs more time, increase failureThreshold or periodSeconds.',
  },
  sidecarBlocking: {
    sentence: 'Containers {{waiting}} wait for sidecar {{container}} to start',
    advice:
      'They start when the sidecar has started and its startup probe succeeds.',
  },
  exitsWell: {
    sentence:
      'Container {{container}} keeps exiting without an error{{details}}',
    advice:
      'The container must keep running: check its command and arguments. Use a Job for work that ends.',
  },
  containerFailed: {
    sentence: 'Container {{container}} failed with exit code {{exitCode}}',
    advice: 'Check the logs of the container.',
  },
  containerCannotStart: {
    sentence: 'Container {{container}} cannot start: {{message}}',
    advice:
      'Check its command, arguments and volume mounts. The image may not contain the files that they reference.',
  },
  postStartHookFailing: {
    sentence:
      'postStart hook of container {{container}} fails, so Kubernetes restarts it: {{message}}{{details}}',
    advice:
      'Check the command or address of the hook. The hook may run before the program of the container is ready.',
  },
  configMapMissing: {
    sentence: 'ConfigMap {{object}} not found: pods cannot start',
    advice:
      'Create it in this namespace, or correct the name in the workload. The pods then start automatically.',
  },
  configMapKeyMissing: {
    sentence:
      'Key {{key}} not found in ConfigMap {{object}}: pods cannot start',
    advice:
      'Add the key, or correct the name in the workload. The pods then start automatically.',
  },
  secretMissing: {
    sentence: 'Secret {{object}} not found: pods cannot start',
    advice:
      'Create it in this namespace, or check the controller that creates it. The pods then start automatically.',
  },
  secretKeyMissing: {
    sentence: 'Key {{key}} not found in Secret {{object}}: pods cannot start',
    advice:
      'Add the key, or correct the name in the workload. The pods then start automatically.',
  },
  containerConfigWrong: {
    sentence: 'Cannot create container {{container}}: {{message}}',
    advice: 'Correct the configuration in the message in the workload.',
  },
  initFailing: {
    sentence:
      'Init container {{container}} fails with exit code {{exitCode}}: the pod cannot start{{details}}',
    advice:
      'Check the logs of the init container. It often waits for a service, or migrates a database, that is not available.',
  },
  initRunning: {
    sentence: 'The pod is waiting for init container {{container}}',
    advice: 'Check the logs of the init container for what it is waiting for.',
  },
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
