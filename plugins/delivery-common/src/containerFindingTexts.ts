/** Texts of the rules about containers and their images; part of `findingTexts`. */
export const containerFindingTexts = {
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
} as const satisfies Record<string, { sentence: string; advice: string }>;
