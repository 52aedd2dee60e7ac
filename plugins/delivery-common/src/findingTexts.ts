/**
 * Every rule of the diagnosis: the English sentence that says what is wrong
 * and the one that says what to try. `{{name}}` stands for a value of the
 * finding's `values`, `{{details}}` for its details, joined. A page in another
 * language translates by rule and fills in the same values.
 * @public
 */
export const findingTexts = {
  imageNotFound: {
    sentence: 'The registry has no image {{image}}',
    advice:
      'Check the name and tag, and that the build which makes this image has pushed it; then deploy what exists.',
  },
  imageUnauthorized: {
    sentence: 'The registry does not hand out image {{image}}: not authorised',
    advice:
      'Check that the namespace has the pull secret, that imagePullSecrets of the pod or its service account names it, and that it has not expired. Many registries say the same of an image that does not exist.',
  },
  imageRateLimited: {
    sentence: 'The registry limits how often image {{image}} may be pulled',
    advice:
      'Kubernetes tries again by itself. Pull with an account, or through a registry mirror, to be limited less.',
  },
  imageNameInvalid: {
    sentence: '{{image}} is not a valid image name',
    advice:
      'Correct the image in the workload: lower case, no spaces, one tag.',
  },
  imageRegistryUnreachable: {
    sentence: 'The registry of image {{image}} cannot be reached',
    advice:
      'Check the registry’s host name, that it is up, and that the nodes can reach it.',
  },
  imageNotOnNode: {
    sentence:
      'Image {{image}} is not on the node, and its pull policy is Never',
    advice: 'Set imagePullPolicy to IfNotPresent.',
  },
  imagePullFailing: {
    sentence: 'Image {{image}} cannot be pulled: {{message}}',
    advice: 'Read the message below, which is the registry’s own.',
  },
  outOfMemory: {
    sentence:
      'Container {{container}} is killed for using more memory than its limit of {{limit}}; restarts: {{restarts}}',
    advice:
      'Look at its memory use before the kill. Raise the limit if that is what it needs, else look for the leak, or lower its heap setting below the limit.',
  },
  outOfNodeMemory: {
    sentence:
      'Container {{container}} has no memory limit and was killed because memory ran out; restarts: {{restarts}}',
    advice:
      'Give the container a memory request and limit, so that the scheduler keeps room for it.',
  },
  livenessFailing: {
    sentence:
      'The liveness probe of container {{container}} fails, so Kubernetes restarts it; restarts: {{restarts}}',
    advice:
      'See what the probe answers. If the program only needs longer to start, give it a startup probe; if it is busy, a longer timeoutSeconds.',
  },
  startupFailing: {
    sentence:
      'The startup probe of container {{container}} fails; restarts: {{restarts}}',
    advice:
      'Look at the log for what it waits for. If it only needs longer, raise failureThreshold or periodSeconds of the startup probe.',
  },
  readinessFailing: {
    sentence:
      'The readiness probe of container {{container}} fails: no traffic for {{failing}} of {{pods}} pods',
    advice:
      'See what the probe answers, and look at the log for what the program waits for: a database, a queue, another service.',
  },
  readinessFailingInService: {
    sentence:
      'The readiness probe of container {{container}} fails, which takes {{failing}} of {{pods}} pods out of Service {{service}}',
    advice:
      'See what the probe answers, and look at the log for what the program waits for: a database, a queue, another service.',
  },
  crashLoop: {
    sentence:
      'Container {{container}} crashes again and again with exit code {{exitCode}}; restarts: {{restarts}}',
    advice:
      'Read the log of the container before this one, and compare with the last version that ran.',
  },
  crashLoopSignal: {
    sentence:
      'Container {{container}} is ended again and again by signal {{signal}} (exit code {{exitCode}}); restarts: {{restarts}}',
    advice:
      'SIGKILL is a kill from outside, SIGSEGV a crash in native code, SIGABRT an abort by the program itself. Read the log of the container before this one.',
  },
  exitsWell: {
    sentence:
      'Container {{container}} ends without an error and is started again; restarts: {{restarts}}',
    advice:
      'The program is meant to go on running: check its command and arguments. Work that ends belongs in a Job.',
  },
  containerFailed: {
    sentence: 'Container {{container}} ended with exit code {{exitCode}}',
    advice: 'Read the log of the container.',
  },
  containerCannotStart: {
    sentence: 'Container {{container}} cannot be started: {{message}}',
    advice:
      'Check its command, arguments and mounts: the image may not have what they name.',
  },
  configMapMissing: {
    sentence:
      'ConfigMap {{object}} does not exist, and pods cannot start without it',
    advice:
      'Create it in this namespace, or correct its name in the workload. Pods go on by themselves once it is there.',
  },
  configMapKeyMissing: {
    sentence:
      'ConfigMap {{object}} has no key {{key}}, and pods cannot start without it',
    advice:
      'Add the key, or correct its name in the workload. Pods go on by themselves once it is there.',
  },
  secretMissing: {
    sentence:
      'Secret {{object}} does not exist, and pods cannot start without it',
    advice:
      'Create it in this namespace, or see why what should create it did not. Pods go on by themselves once it is there.',
  },
  secretKeyMissing: {
    sentence:
      'Secret {{object}} has no key {{key}}, and pods cannot start without it',
    advice:
      'Add the key, or correct its name in the workload. Pods go on by themselves once it is there.',
  },
  containerConfigWrong: {
    sentence: 'Container {{container}} cannot be created: {{message}}',
    advice: 'Correct what the message names in the workload.',
  },
  initFailing: {
    sentence:
      'Init container {{container}} fails with exit code {{exitCode}}, so the pod cannot start; restarts: {{restarts}}',
    advice:
      'Read the log of the init container: it often waits for, or migrates, something that is not there.',
  },
  initRunning: {
    sentence:
      'Init container {{container}} has not ended yet; the pod waits for it',
    advice: 'Read its log for what it waits for.',
  },
  unschedulable: {
    sentence:
      'No node takes {{failing}} of {{pods}} pods; of {{nodes}} nodes: {{details}}',
    advice:
      'Ask for less, free or add nodes, or let the pod’s selectors, affinity and tolerations match more of them.',
  },
  unschedulableOther: {
    sentence: 'No node takes {{failing}} of {{pods}} pods: {{message}}',
    advice: 'Read the message, which is the scheduler’s own.',
  },
  claimMissing: {
    sentence: 'PersistentVolumeClaim {{claim}} does not exist',
    advice: 'Create it, or correct its name in the workload.',
  },
  claimPending: {
    sentence: 'PersistentVolumeClaim {{claim}} has no volume yet',
    advice:
      'See whether its storage class has a provisioner and whether a volume of the asked-for size and access mode is free.',
  },
  claimRefused: {
    sentence: 'PersistentVolumeClaim {{claim}} gets no volume: {{message}}',
    advice:
      'Correct the claim’s storage class, size or access mode, or create a volume that fits.',
  },
  claimLost: {
    sentence: 'PersistentVolumeClaim {{claim}} has lost its volume',
    advice:
      'The volume that it was bound to is gone: restore it, or make a new claim from a backup.',
  },
  volumeNotMounted: {
    sentence: 'A volume cannot be mounted: {{message}}',
    advice: 'Check what the volume names, and the storage behind it.',
  },
  volumeNotAttached: {
    sentence: 'A volume cannot be attached to the node: {{message}}',
    advice:
      'It may still be attached to another node: see where the last pod ran and whether it is gone.',
  },
  quotaExceeded: {
    sentence: 'Quota {{quota}} refuses new pods: {{details}}',
    advice:
      'Ask for less, remove what is not needed in this namespace, or have the quota raised. A rollout needs room for the extra pods of maxSurge.',
  },
  quotaNeedsResources: {
    sentence:
      'Quota {{quota}} refuses new pods because they do not say their {{resources}}',
    advice:
      'Set them in the containers’ resources, or give the namespace a LimitRange with defaults.',
  },
  limitRangeRefused: {
    sentence: 'A LimitRange refuses new pods: {{message}}',
    advice:
      'Bring the containers’ resources within the range, or have the LimitRange changed.',
  },
  webhookRefused: {
    sentence: 'Admission webhook {{webhook}} refuses new pods: {{message}}',
    advice:
      'Change what the message names; it is a rule of whoever runs this cluster.',
  },
  webhookUnavailable: {
    sentence:
      'Admission webhook {{webhook}} does not answer, so no pods can be created',
    advice:
      'Tell whoever runs this cluster: the service behind the webhook is down.',
  },
  policyRefused: {
    sentence: 'Policy {{policy}} refuses new pods: {{message}}',
    advice:
      'Change what the message names; it is a rule of whoever runs this cluster.',
  },
  podSecurityRefused: {
    sentence: 'Pod security level {{level}} refuses new pods: {{message}}',
    advice:
      'Set what the message names in the pod’s and containers’ securityContext.',
  },
  serviceAccountMissing: {
    sentence:
      'Service account {{object}} does not exist, so no pods can be created',
    advice: 'Create it in this namespace, or correct its name in the workload.',
  },
  podsRefused: {
    sentence: 'Kubernetes refuses to create pods: {{message}}',
    advice: 'Change what the message names.',
  },
  deadlineExceeded: {
    sentence:
      'The rollout made no progress within its deadline: {{updated}} of {{desired}} pods updated',
    advice:
      'Find out what holds the new pods, or go back to the revision that still serves.',
  },
  oldRevisionServing: {
    sentence:
      'The old revision {{revision}} still serves alone: no pod of the new one is ready',
    advice:
      'Nobody sees the new version yet. Mend it, or go back, in your own time.',
  },
  serviceWithoutEndpoints: {
    sentence: 'Service {{service}} has no ready pod: its callers get errors',
    advice: 'See why the pods behind it are not ready.',
  },
  serviceMatchesNothing: {
    sentence:
      'Service {{service}} selects no pods: its selector does not match the labels of {{workload}}',
    advice:
      'Make the Service’s selector and the labels of the pod template the same.',
  },
  autoscalerBlind: {
    sentence: 'Autoscaler {{autoscaler}} cannot read its metrics: {{message}}',
    advice:
      'Check that the containers have resource requests and that the metrics server, or the metric’s adapter, answers. Until then the number of pods does not follow the load.',
  },
  autoscalerAtMaximum: {
    sentence:
      'Autoscaler {{autoscaler}} is at its maximum of {{max}} pods and would go higher',
    advice:
      'Raise maxReplicas if the cluster has room, or see where the load comes from.',
  },
  autoscalerStuck: {
    sentence: 'Autoscaler {{autoscaler}} cannot scale: {{message}}',
    advice: 'Check what scaleTargetRef names.',
  },
  drainBlocked: {
    sentence:
      'Node {{node}} is being drained, and PodDisruptionBudget {{budget}} allows no pod to go ({{rule}})',
    advice:
      'Add a pod so that one may go, or relax the budget for as long as the drain takes.',
  },
  disruptionBlocked: {
    sentence:
      'PodDisruptionBudget {{budget}} never allows a pod to go ({{rule}}), so nodes cannot be drained',
    advice: 'Let it allow one at least, or run one pod more than it asks for.',
  },
  evicted: {
    sentence:
      'Evicted by their node: {{failing}} of {{pods}} pods. {{message}}',
    advice:
      'Give the containers requests near their real use, and a limit for ephemeral storage, so that the node keeps room.',
  },
  preempted: {
    sentence:
      '{{failing}} of {{pods}} pods had to make room for more important ones',
    advice:
      'Give the workload a priority class that fits, or the cluster more room.',
  },
  nodeLost: {
    sentence:
      'Node {{node}} does not answer any more; on it: {{failing}} of {{pods}} pods',
    advice:
      'Kubernetes makes new pods elsewhere after five minutes; those of a StatefulSet only once the node is back or removed. See whether the machine is up.',
  },
  nodeNotReady: {
    sentence: 'Node {{node}} is not ready; on it: {{failing}} of {{pods}} pods',
    advice: 'See what the node’s kubelet says.',
  },
  terminationStuck: {
    sentence: '{{object}} is being deleted and waits for {{finalizers}}',
    advice:
      'See whether the controller that sets this finalizer runs. Remove the finalizer by hand only when what it guards has been cleaned up.',
  },
} as const satisfies Record<string, { sentence: string; advice: string }>;

/**
 * What details of a finding say, by their phrase, in English; joined they fill
 * `{{details}}` in its sentence.
 * @public
 */
export const findingPhrases = {
  nodesCpu: 'too little CPU free on {{count}}',
  nodesMemory: 'too little memory free on {{count}}',
  nodesPods: 'no room for more pods on {{count}}',
  nodesResource: 'too little {{resource}} free on {{count}}',
  nodesAffinity: 'node affinity or selector not met by {{count}}',
  nodesPodAffinity: 'pod affinity not met by {{count}}',
  nodesAntiAffinity: 'pod anti-affinity rules out {{count}}',
  nodesSpread: 'topology spread rules out {{count}}',
  nodesTaint: 'a taint not tolerated on {{count}}',
  nodesTaintNamed: 'taint {{taint}} on {{count}}',
  nodesVolumeZone: 'not where its volume is: {{count}}',
  nodesNoVolume: 'no volume for its claim on {{count}}',
  nodesVolumeLimit: 'no room for more volumes on {{count}}',
  nodesUnbound: 'its claim is not bound: {{count}}',
  nodesPorts: 'its port is taken on {{count}}',
  nodesCordoned: 'closed for new pods: {{count}}',
  nodesOther: '{{reason}}: {{count}}',
  quotaResource:
    '{{resource}}: {{used}} of {{hard}} used, {{asked}} more asked',
} as const satisfies Record<string, string>;
