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
import type { ConditionRecord, ContainerRecord, PodRecord } from './records';

const MESSAGE_LENGTH = 300;

const podSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    nodeName: z.string().optional(),
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
    ...(containers.length > 0 && { containers }),
    ...(claims.length > 0 && { claims }),
    ...disruptionOf(status, find('DisruptionTarget', 'True')),
  };
}

function disruptionOf(
  status: RawPod['status'],
  target: ConditionRecord | undefined,
): Pick<PodRecord, 'disruption'> {
  // The message of the kubelet names the resource that ran out.
  const hasReason = status.phase === 'Failed' && status.reason !== undefined;
  if (!target && !hasReason) return {};
  return {
    disruption: {
      reason: (hasReason && status.reason) || target?.reason || '',
      message: (hasReason && status.message) || target?.message,
      time: target?.lastTransitionTime ?? undefined,
    },
  };
}

/** The first status that applies, in the order of kubectl and kstatus. */
function podCondition(
  pod: RawPod,
  containers: ContainerStatus[],
): PodCondition {
  const { phase, reason, message } = pod.status;
  if (pod.metadata.deletionTimestamp) return { status: 'terminating' };
  if (phase === 'Succeeded') return { status: 'succeeded' };
  if (phase === 'Failed') {
    return {
      status: 'failed',
      ...(terminated(containers) ?? { reason, message }),
    };
  }
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
