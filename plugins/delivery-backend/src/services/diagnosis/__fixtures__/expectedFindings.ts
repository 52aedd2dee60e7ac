/**
 * What is to be found in each fixture: a line a finding, the most certain
 * first, with its symptoms below it.
 */
export const expectedFindings: Record<string, string[]> = {
  autoscalerAtMaximum: [
    'autoscalerAtMaximum: Autoscaler orders is at its maximum of 2 pods and would go higher',
  ],
  autoscalerBlind: [
    'autoscalerBlind: Autoscaler orders cannot read its metrics: the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
  ],
  autoscalerStuck: [
    'autoscalerStuck: Autoscaler orders cannot scale: the HPA controller was unable to get the target\'s current scale: no matches for kind "Deployment" in group "nobody.example"',
  ],
  claimLost: ['claimLost: PersistentVolumeClaim data has lost its volume'],
  claimMissing: ['claimMissing: PersistentVolumeClaim data does not exist'],
  claimPending: [
    'claimPending: PersistentVolumeClaim data has no volume yet',
    '- unschedulable: No node takes 1 of 1 pods; of 6 nodes: no volume for its claim on 5, a taint not tolerated on 1',
  ],
  claimRefused: [
    'claimRefused: PersistentVolumeClaim data gets no volume: storageclass.storage.k8s.io "fastest" not found',
    '- unschedulable: No node takes 1 of 1 pods; of 6 nodes: its claim is not bound: 6',
  ],
  configMapKeyMissing: [
    'configMapKeyMissing: ConfigMap tariffs has no key currency, and pods cannot start without it',
  ],
  configMapMissing: [
    'configMapMissing: ConfigMap tariffs does not exist, and pods cannot start without it',
  ],
  configMapMissingInVolume: [
    'configMapMissing: ConfigMap tariffs does not exist, and pods cannot start without it',
  ],
  containerCannotStart: [
    'containerCannotStart: Container app cannot be started: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/srv/run": stat /srv/run: no such file or directory: unknown',
  ],
  containerConfigWrong: [
    'containerConfigWrong: Container app cannot be created: container has runAsNonRoot and image will run as root (pod: "orders", container: app)',
  ],
  containerFailed: ['containerFailed: Container app ended with exit code 2'],
  crashLoop: [
    'crashLoop: Container app crashes again and again with exit code 3; restarts: 0',
  ],
  crashLoopBetweenEnds: [
    'crashLoop: Container app crashes again and again with exit code 1; restarts: 1',
  ],
  crashLoopSignal: [
    'crashLoopSignal: Container app is ended again and again by signal SIGSEGV (exit code 139); restarts: 4',
  ],
  crashLoopWithMessage: [
    'crashLoop: Container app crashes again and again with exit code 1; restarts: 7',
  ],
  deadlineExceeded: [
    'deadlineExceeded: The rollout made no progress within its deadline: 1 of 1 pods updated',
    '- oldRevisionServing: The old revision 1.3.0 still serves alone: no pod of the new one is ready',
  ],
  disruptionBlocked: [
    'disruptionBlocked: PodDisruptionBudget orders never allows a pod to go (minAvailable: 1), so nodes cannot be drained',
  ],
  drainBlocked: [
    'drainBlocked: Node case-drain-blocked is being drained, and PodDisruptionBudget orders allows no pod to go (minAvailable: 1)',
  ],
  evicted: [
    'evicted: Evicted by their node: 1 of 2 pods. The node was low on resource: memory',
  ],
  exitsWell: [
    'exitsWell: Container app ends without an error and is started again; restarts: 4',
  ],
  imageNameInvalid: [
    'imageNameInvalid: registry.example/Shop/Orders:1.4.0 is not a valid image name',
  ],
  imageNotFound: [
    'imageNotFound: The registry has no image registry.example/shop/orders:1.4.0',
  ],
  imageNotOnNode: [
    'imageNotOnNode: Image registry.example/shop/orders:1.4.0 is not on the node, and its pull policy is Never',
  ],
  imagePullFailing: [
    'imagePullFailing: Image registry.example/shop/orders:1.4.0 cannot be pulled: image pull failed for registry.example/shop/orders:1.4.0 because the signature validation failed: Source image rejected: A signature was required, but no signature exists',
  ],
  imageRateLimited: [
    'imageRateLimited: The registry limits how often image registry.example/shop/orders:1.4.0 may be pulled',
  ],
  imageRegistryUnreachable: [
    'imageRegistryUnreachable: The registry of image registry.example/shop/orders:1.4.0 cannot be reached',
  ],
  imageUnauthorized: [
    'imageUnauthorized: The registry does not hand out image registry.example/shop/orders:1.4.0: not authorised',
  ],
  initFailing: [
    'initFailing: Init container migrate fails with exit code 1, so the pod cannot start; restarts: 3',
  ],
  initRunning: [
    'initRunning: Init container wait-for-db has not ended yet; the pod waits for it',
  ],
  limitRangeRefused: [
    'limitRangeRefused: A LimitRange refuses new pods: maximum cpu usage per Container is 2, but limit is 3',
  ],
  livenessFailing: [
    'livenessFailing: The liveness probe of container app fails, so Kubernetes restarts it; restarts: 5',
    '- crashLoopSignal: Container app is ended again and again by signal SIGKILL (exit code 137); restarts: 5',
  ],
  nodeLost: [
    'nodeLost: Node case-node-lost does not answer any more; on it: 1 of 1 pods',
  ],
  nodeNotReady: [
    'nodeNotReady: Node case-node-not-ready is not ready; on it: 1 of 1 pods',
  ],
  outOfMemory: [
    'outOfMemory: Container app is killed for using more memory than its limit of 256Mi; restarts: 0',
  ],
  outOfNodeMemory: [
    'outOfNodeMemory: Container app has no memory limit and was killed because memory ran out; restarts: 0',
  ],
  podSecurityRefused: [
    'podSecurityRefused: Pod security level restricted refuses new pods: allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  podsRefused: [
    'podsRefused: Kubernetes refuses to create pods: no PriorityClass with name nobody was found',
  ],
  policyRefused: [
    'policyRefused: Policy case-policy-refused refuses new pods: images are named by digest',
  ],
  preempted: [
    'unschedulable: No node takes 1 of 1 pods; of 7 nodes: node affinity or selector not met by 6, too little CPU free on 1',
    'preempted: 1 of 1 pods had to make room for more important ones',
    '- terminationStuck: Pod orders-POD is being deleted and waits for example.com/recording',
  ],
  quotaExceeded: [
    'quotaExceeded: Quota compute refuses new pods: pods: 1 of 1 used, 1 more asked, requests.cpu: 300m of 500m used, 300m more asked',
  ],
  quotaExceededStatefulSet: [
    'quotaExceeded: Quota compute refuses new pods: pods: 1 of 1 used, 1 more asked, requests.cpu: 300m of 500m used, 300m more asked',
  ],
  quotaNeedsResources: [
    'quotaNeedsResources: Quota compute refuses new pods because they do not say their requests.cpu',
  ],
  readinessFailing: [
    'readinessFailing: The readiness probe of container app fails: no traffic for 1 of 1 pods',
  ],
  readinessFailingInService: [
    'readinessFailingInService: The readiness probe of container app fails, which takes 2 of 2 pods out of Service orders',
    '- serviceWithoutEndpoints: Service orders has no ready pod: its callers get errors',
  ],
  scaledToZero: [],
  secretKeyMissing: [
    'secretKeyMissing: Secret orders-database has no key password, and pods cannot start without it',
  ],
  secretMissing: [
    'secretMissing: Secret orders-database does not exist, and pods cannot start without it',
  ],
  serviceAccountMissing: [
    'serviceAccountMissing: Service account nobody does not exist, so no pods can be created',
  ],
  serviceMatchesNothing: [
    'serviceMatchesNothing: Service orders selects no pods: its selector does not match the labels of orders',
  ],
  serviceWithoutEndpoints: [
    'serviceWithoutEndpoints: Service orders has no ready pod: its callers get errors',
  ],
  starting: [],
  startupFailing: [
    'startupFailing: The startup probe of container app fails; restarts: 2',
  ],
  terminationStuck: [
    'terminationStuck: Pod orders-POD is being deleted and waits for example.com/backup',
  ],
  unschedulableAntiAffinity: [
    'unschedulable: No node takes 1 of 2 pods; of 6 nodes: pod anti-affinity rules out 5, a taint not tolerated on 1',
  ],
  unschedulableCpu: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: too little CPU free on 5, a taint not tolerated on 1',
  ],
  unschedulableMemory: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: too little memory free on 5, a taint not tolerated on 1',
  ],
  unschedulableNodeSelector: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: node affinity or selector not met by 5, a taint not tolerated on 1',
  ],
  unschedulableOther: [
    'unschedulableOther: No node takes 1 of 1 pods: no nodes available to schedule pods',
  ],
  unschedulablePodAffinity: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: pod affinity not met by 5, a taint not tolerated on 1',
  ],
  unschedulableResource: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: too little example.com/gpu free on 5, a taint not tolerated on 1',
  ],
  unschedulableSpread: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: topology spread rules out 5, a taint not tolerated on 1',
  ],
  unschedulableVolumeZone: [
    'unschedulable: No node takes 1 of 1 pods; of 6 nodes: node affinity or selector not met by 3, not where its volume is: 2, a taint not tolerated on 1',
  ],
  volumeNotAttached: [
    'volumeNotAttached: A volume cannot be attached to the node: Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) orders-0',
  ],
  volumeNotMounted: [
    'volumeNotMounted: A volume cannot be mounted: MountVolume.SetUp failed for volume "share" : mount failed: exit status 32',
  ],
  webhookRefused: [
    'webhookRefused: Admission webhook images.policy.example refuses new pods: image shop/orders is not signed',
  ],
  webhookUnavailable: [
    'webhookUnavailable: Admission webhook images.policy.example does not answer, so no pods can be created',
  ],
  well: [],
};
