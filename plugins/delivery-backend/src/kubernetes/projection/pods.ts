import { z } from 'zod';
import {
  conditionsSchema,
  metadataSchema,
  projectPodMetadata,
} from './objectSchema';
import {
  containerSpecSchema,
  containerStatusSchema,
  projectContainers,
} from './containers';
import type { ContainerStatus } from './containers';
import { quotedEnd, quotedStart } from './quotedText';
import { disruptionOf } from './podDisruption';
import type { ContainerRecord, PodRecord } from './records';

const MESSAGE_LENGTH = 300;

const podSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    nodeName: z.string().optional(),
    schedulingGates: z.array(z.object({ name: z.string() })).default([]),
    readinessGates: z
      .array(z.object({ conditionType: z.string() }))
      .default([]),
    // Limits of all containers together
    resources: z
      .object({ limits: z.record(z.string(), z.string()).default({}) })
      .prefault({}),
    containers: z.array(containerSpecSchema).default([]),
    initContainers: z.array(containerSpecSchema).default([]),
    volumes: z
      .array(
        z.object({
          persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
        }),
      )
      .default([]),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      nominatedNodeName: z.string().optional(),
      conditions: conditionsSchema,
      initContainerStatuses: z.array(containerStatusSchema).default([]),
      containerStatuses: z.array(containerStatusSchema).default([]),
    })
    .prefault({}),
});

type RawPod = z.infer<typeof podSchema>;
type PodCondition = Pick<PodRecord, 'status' | 'reason' | 'message' | 'exit'>;

export function projectPod(object: unknown): PodRecord {
  const pod = podSchema.parse(object);
  const containers = [
    ...pod.status.initContainerStatuses,
    ...pod.status.containerStatuses,
  ];
  return {
    kind: 'Pod',
    ...projectPodMetadata(pod.metadata),
    ...podCondition(pod, containers),
    isReady: isTrue(pod, 'Ready'),
    readySince: readySince(pod),
    digests: digests(pod.status.containerStatuses),
    restarts: containers.reduce((sum, c) => sum + c.restartCount, 0),
    node: pod.spec.nodeName,
    ...troubleOf(pod),
    ...waitsOf(pod),
    revisionHash: pod.metadata.labels['controller-revision-hash'],
  };
}

function readySince({ status }: RawPod): string | undefined {
  const ready = status.conditions.find(c => c.type === 'Ready');
  return ready?.status === 'True'
    ? (ready.lastTransitionTime ?? undefined)
    : undefined;
}

// The prefix of the digest depends on the container runtime.
function digests(containers: ContainerStatus[]): Record<string, string> {
  return Object.fromEntries(
    containers.flatMap(({ name, imageID }) => {
      const digest = /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0];
      return digest ? [[name, digest]] : [];
    }),
  );
}

/** Fields that only an unhealthy pod, or one with volumes, has. */
function troubleOf({ spec, status }: RawPod) {
  const containers: ContainerRecord[] = [
    ...projectContainers(
      spec.initContainers,
      status.initContainerStatuses,
      'init',
    ),
    ...projectContainers(spec.containers, status.containerStatuses, 'main'),
  ];
  const claims = spec.volumes.flatMap(
    volume => volume.persistentVolumeClaim?.claimName ?? [],
  );
  const find = (type: string, value: string) =>
    status.conditions.find(c => c.type === type && c.status === value);
  const since = (find('PodScheduled', 'False') ?? find('Ready', 'False'))
    ?.lastTransitionTime;
  return {
    ...(since && { since }),
    ...(containers.length > 0 && {
      containers,
      ...(spec.resources.limits.memory !== undefined && {
        memoryLimit: spec.resources.limits.memory,
      }),
    }),
    ...(claims.length > 0 && { claims }),
    ...disruptionOf(status),
    ...resizeOf(status),
  };
}

/** @see https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/ */
function resizeOf({ conditions }: RawPod['status']): Pick<PodRecord, 'resize'> {
  const resize = conditions.find(
    ({ type, status, reason }) =>
      status === 'True' &&
      (type === 'PodResizePending' ||
        (type === 'PodResizeInProgress' && reason === 'Error')),
  );
  return resize ? { resize } : {};
}

/** Fields that only a pod has that is not ready yet. */
function waitsOf(
  pod: RawPod,
): Pick<
  PodRecord,
  'gates' | 'readinessGates' | 'lacksSandbox' | 'nominatedNode'
> {
  const { spec, status } = pod;
  if (isTrue(pod, 'Ready')) return {};
  const gates = spec.schedulingGates.map(({ name }) => name);
  const readinessGates = spec.readinessGates
    .map(({ conditionType }) => conditionType)
    .filter(type => !isTrue(pod, type));
  const lacksSandbox = status.conditions.some(
    c => c.type === 'PodReadyToStartContainers' && c.status === 'False',
  );
  return {
    ...(gates.length > 0 && { gates }),
    ...(readinessGates.length > 0 && { readinessGates }),
    ...(lacksSandbox && { lacksSandbox }),
    ...(!spec.nodeName &&
      status.nominatedNodeName && { nominatedNode: status.nominatedNodeName }),
  };
}

/** The first status that applies, in the order of kubectl and kstatus. */
function podCondition(
  pod: RawPod,
  containers: ContainerStatus[],
): PodCondition {
  const { phase } = pod.status;
  if (pod.metadata.deletionTimestamp) return { status: 'terminating' };
  if (phase === 'Succeeded') return { status: 'succeeded' };
  if (phase === 'Failed')
    return { status: 'failed', ...endOf(pod, containers) };
  if (pod.spec.schedulingGates.length) return gated(pod);
  const scheduled = pod.status.conditions.find(c => c.type === 'PodScheduled');
  if (scheduled?.status === 'False') {
    return {
      status: 'unschedulable',
      reason: scheduled.reason,
      message: scheduled.message && quotedStart(scheduled.message, 1000),
    };
  }
  for (const container of containers) {
    const failure = containerFailure(container);
    if (failure) return { status: 'failing', ...failure };
  }
  if (isTrue(pod, 'Ready')) return { status: 'ready' };
  // The kubelet of its node does not report.
  if (phase === 'Unknown') return { status: 'not-ready', reason: 'Unknown' };
  // An init container that has completed counts as not started.
  const isStarting =
    phase !== 'Running' ||
    pod.status.containerStatuses.some(
      c => c.state.waiting || c.started === false,
    );
  return isStarting
    ? { status: 'starting', reason: waitingReason(containers) }
    : { status: 'not-ready', ...notReadyReason(pod) };
}

/** End of a pod: the disruption that ended it, or the container that failed. */
function endOf(
  { status }: RawPod,
  containers: ContainerStatus[],
): Omit<PodCondition, 'status'> {
  const { disruption } = disruptionOf(status);
  // The exit code of a container that Kubernetes ended says nothing about the program.
  if (disruption) {
    const { reason, message } = disruption;
    return { reason, message: message && quotedStart(message, MESSAGE_LENGTH) };
  }
  return terminated(containers) ?? { reason: status.reason };
}

// The message of the scheduler does not name the gates.
function gated({ spec }: RawPod): PodCondition {
  const gates = spec.schedulingGates.map(({ name }) => name).join(', ');
  return {
    status: 'waiting',
    reason: 'SchedulingGated',
    message: `Scheduling gates: ${gates}`,
  };
}

// A container that waits for one of these reasons is starting; for any other it is stuck.
const ON_ITS_WAY = ['ContainerCreating', 'PodInitializing'];

function containerFailure(
  container: ContainerStatus,
): Omit<PodCondition, 'status'> | undefined {
  const { waiting } = container.state;
  if (waiting?.reason && !ON_ITS_WAY.includes(waiting.reason)) {
    const { terminated: exit } = container.lastState;
    return exit
      ? { reason: waiting.reason, exit: exitOf(container.name, exit) }
      : {
          reason: waiting.reason,
          message:
            waiting.message && quotedEnd(waiting.message, MESSAGE_LENGTH),
        };
  }
  return terminated([container]);
}

function terminated(
  containers: ContainerStatus[],
): Omit<PodCondition, 'status'> | undefined {
  for (const { name, state } of containers) {
    if (state.terminated && state.terminated.exitCode !== 0) {
      return {
        reason: state.terminated.reason ?? 'Error',
        exit: exitOf(name, state.terminated),
      };
    }
  }
  return undefined;
}

function exitOf(
  container: string,
  {
    exitCode,
    reason,
    message,
  }: NonNullable<ContainerStatus['state']['terminated']>,
): PodRecord['exit'] {
  return {
    container,
    exitCode,
    ...(reason && { reason }),
    ...(message && { message: quotedEnd(message, MESSAGE_LENGTH) }),
  };
}

function waitingReason(containers: ContainerStatus[]): string | undefined {
  return containers.find(c => c.state.waiting)?.state.waiting?.reason;
}

function notReadyReason(pod: RawPod): Omit<PodCondition, 'status'> {
  const ready = pod.status.conditions.find(c => c.type === 'Ready');
  return { reason: ready?.reason, message: ready?.message };
}

function isTrue(pod: RawPod, type: string): boolean {
  return pod.status.conditions.some(
    c => c.type === type && c.status === 'True',
  );
}
