/**
 * What is to be found in each fixture: a line a finding, the most certain
 * first, with its symptoms below it.
 */
export const expectedFindings: Record<string, string[]> = {
  autoscalerAtMaximum: [
    'autoscalerAtMaximum: Autoscaler orders needs more than its maximum of 2 pods',
  ],
  autoscalerBlind: [
    'autoscalerBlind: Autoscaler orders cannot read its metrics: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
  ],
  autoscalerStuck: [
    'autoscalerStuck: Autoscaler orders cannot scale: the HPA controller was unable to get the target\'s current scale: no matches for kind "Deployment" in group "nobody.example"',
  ],
  claimLost: ['claimLost: PersistentVolumeClaim data has lost its volume'],
  claimMissing: ['claimMissing: PersistentVolumeClaim data not found'],
  claimPending: [
    'claimPending: PersistentVolumeClaim data is not bound to a volume yet',
    '- unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: no volume for the claim on 5, untolerated taint on 1',
  ],
  claimRefused: [
    'claimRefused: Cannot provision PersistentVolumeClaim data: storageclass.storage.k8s.io "fastest" not found',
    '- unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: claim not bound on 6',
  ],
  configMapKeyMissing: [
    'configMapKeyMissing: Key currency not found in ConfigMap tariffs: pods cannot start',
  ],
  configMapMissing: [
    'configMapMissing: ConfigMap tariffs not found: pods cannot start',
  ],
  configMapMissingInVolume: [
    'configMapMissing: ConfigMap tariffs not found: pods cannot start',
  ],
  containerCannotStart: [
    'containerCannotStart: Container app cannot start: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/srv/run": stat /srv/run: no such file or directory: unknown',
  ],
  containerConfigWrong: [
    'containerConfigWrong: Cannot create container app: container has runAsNonRoot and image will run as root (pod: "orders", container: app)',
  ],
  containerFailed: ['containerFailed: Container app failed with exit code 2'],
  crashLoop: [
    'crashed: Container app crashed (exit code 3) and waits for its restart',
  ],
  crashLoopBetweenEnds: [
    'crashLoop: Container app is crash-looping (exit code 1); restarts: 1',
  ],
  crashLoopSignal: [
    'crashLoopSignal: Container app is crash-looping: terminated by signal SIGSEGV (exit code 139); restarts: 4',
  ],
  crashLoopWithMessage: [
    'crashLoop: Container app is crash-looping (exit code 1); restarts: 7',
  ],
  deadlineExceeded: [
    'deadlineExceeded: Timed out: progress deadline exceeded with 1 of 1 pods updated',
    '- oldRevisionServing: 1.3.0 is still serving all traffic; no new pod is ready',
  ],
  disruptionBlocked: [
    'disruptionBlocked: PodDisruptionBudget orders blocks all evictions (minAvailable: 1), so nodes cannot be drained',
  ],
  drainBlocked: [
    'drainBlocked: PodDisruptionBudget orders blocks the drain of node case-drain-blocked (minAvailable: 1)',
  ],
  evicted: [
    'evicted: 1 of 2 pods evicted by the node. The node was low on resource: memory',
  ],
  exitsWell: [
    'exitsWell: Container app keeps exiting without an error; restarts: 4',
  ],
  imageNameInvalid: [
    'imageNameInvalid: registry.example/Shop/Orders:1.4.0 is not a valid image name',
  ],
  imageNotFound: [
    'imageNotFound: Image registry.example/shop/orders:1.4.0 not found in the registry',
  ],
  imageNotOnNode: [
    'imageNotOnNode: Image registry.example/shop/orders:1.4.0 is not on the node, and its pull policy is Never',
  ],
  imageSignatureInvalid: [
    'imageSignatureInvalid: Signature of image registry.example/shop/orders:1.4.0 is missing or not valid',
  ],
  imageRateLimited: [
    'imageRateLimited: Pull rate limit reached for image registry.example/shop/orders:1.4.0',
  ],
  imageRegistryUnreachable: [
    'imageRegistryUnreachable: The registry of image registry.example/shop/orders:1.4.0 is unreachable',
  ],
  imageUnauthorized: [
    'imageUnauthorized: Not authorised to pull image registry.example/shop/orders:1.4.0',
  ],
  initFailing: [
    'initFailing: Init container migrate fails with exit code 1: the pod cannot start; restarts: 3',
  ],
  initRunning: [
    'initRunning: The pod is waiting for init container wait-for-db',
  ],
  limitRangeRefused: [
    'limitRangeRefused: A LimitRange rejects new pods: maximum cpu usage per Container is 2, but limit is 3',
  ],
  livenessFailing: [
    'livenessFailing: Liveness probe of container app fails, so Kubernetes restarts it; restarts: 5',
    '- probeKills: Container app is killed repeatedly (exit code 137), probably because its liveness probe fails; restarts: 5',
  ],
  nodeLost: [
    'nodeLost: Node case-node-lost does not respond; 1 of 1 pods run on it',
  ],
  nodeNotReady: [
    'nodeNotReady: Node case-node-not-ready is not ready; 1 of 1 pods run on it',
  ],
  outOfMemory: [
    'outOfMemory: Container app was OOM-killed: it exceeded its memory limit of 256Mi',
  ],
  outOfNodeMemory: [
    'outOfNodeMemory: Container app was OOM-killed: it has no memory limit, so the node probably ran out of memory',
  ],
  podSecurityRefused: [
    'podSecurityRefused: Pod security level restricted rejects new pods: allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  podsRefused: [
    'podsRefused: Cannot create pods: no PriorityClass with name nobody was found',
  ],
  policyRefused: [
    'policyRefused: Policy case-policy-refused rejects new pods: images are named by digest',
  ],
  preempted: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 7 nodes: node affinity or selector not matched by 6, insufficient CPU on 1',
    'preempted: 1 of 1 pods preempted by pods with a higher priority',
    '- terminationStuck: Pod orders-POD is stuck in deletion: waiting for example.com/recording',
  ],
  quotaExceeded: [
    'quotaExceeded: Quota compute exceeded, so new pods are rejected: pods: 1 of 1 used, 1 more requested, requests.cpu: 300m of 500m used, 300m more requested',
  ],
  quotaExceededStatefulSet: [
    'quotaExceeded: Quota compute exceeded, so new pods are rejected: pods: 1 of 1 used, 1 more requested, requests.cpu: 300m of 500m used, 300m more requested',
  ],
  quotaNeedsResources: [
    'quotaNeedsResources: Quota compute rejects new pods, because they do not set requests.cpu',
  ],
  readinessFailing: [
    'readinessFailing: Readiness probe of container app fails: 1 of 1 pods receive no traffic',
  ],
  readinessFailingInService: [
    'readinessFailingInService: Readiness probe of container app fails: 2 of 2 pods are removed from Service orders',
    '- serviceWithoutEndpoints: Service orders has no ready pods: its clients get errors',
  ],
  scaledToZero: [],
  secretKeyMissing: [
    'secretKeyMissing: Key password not found in Secret orders-database: pods cannot start',
  ],
  secretMissing: [
    'secretMissing: Secret orders-database not found: pods cannot start',
  ],
  serviceAccountMissing: [
    'serviceAccountMissing: Service account nobody not found, so pods cannot be created',
  ],
  serviceMatchesNothing: [
    'serviceMatchesNothing: Service orders selects no pods: its selector does not match the labels of orders',
  ],
  serviceWithoutEndpoints: [
    'serviceWithoutEndpoints: Service orders has no ready pods: its clients get errors',
  ],
  starting: [],
  startupFailing: [
    'startupFailing: Startup probe of container app fails; restarts: 2',
  ],
  terminationStuck: [
    'terminationStuck: Pod orders-POD is stuck in deletion: waiting for example.com/backup',
  ],
  unschedulableAntiAffinity: [
    'unschedulable: 1 of 2 pods cannot be scheduled. Of 6 nodes: excluded by pod anti-affinity: 5, untolerated taint on 1',
  ],
  unschedulableCpu: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: insufficient CPU on 5, untolerated taint on 1',
  ],
  unschedulableMemory: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: insufficient memory on 5, untolerated taint on 1',
  ],
  unschedulableNodeSelector: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: node affinity or selector not matched by 5, untolerated taint on 1',
  ],
  unschedulableOther: [
    'unschedulableOther: 1 of 1 pods cannot be scheduled: no nodes available to schedule pods',
  ],
  unschedulablePodAffinity: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: pod affinity not matched by 5, untolerated taint on 1',
  ],
  unschedulableResource: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: insufficient example.com/gpu on 5, untolerated taint on 1',
  ],
  unschedulableSpread: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: excluded by topology spread constraints: 5, untolerated taint on 1',
  ],
  unschedulableVolumeZone: [
    'unschedulable: 1 of 1 pods cannot be scheduled. Of 6 nodes: node affinity or selector not matched by 3, volume in another zone than 2, untolerated taint on 1',
  ],
  volumeNotAttached: [
    'volumeNotAttached: Cannot attach a volume to the node: Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) orders-0',
  ],
  volumeNotMounted: [
    'volumeNotMounted: Cannot mount a volume: MountVolume.SetUp failed for volume "share" : mount failed: exit status 32',
  ],
  webhookRefused: [
    'webhookRefused: Admission webhook images.policy.example rejects new pods: image shop/orders is not signed',
  ],
  webhookUnavailable: [
    'webhookUnavailable: Admission webhook images.policy.example does not respond, so pods cannot be created',
  ],
  well: [],
};
