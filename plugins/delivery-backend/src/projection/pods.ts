import { z } from 'zod';
import {
  conditionsSchema,
  metadataSchema,
  projectMetadata,
} from './objectSchema';
import type { PodRecord } from './records';

const stateSchema = z
  .object({
    waiting: z
      .object({ reason: z.string().optional(), message: z.string().optional() })
      .optional(),
    running: z.object({}).optional(),
    terminated: z
      .object({
        exitCode: z.number().int(),
        reason: z.string().optional(),
        message: z.string().optional(),
        signal: z.number().int().optional(),
      })
      .optional(),
  })
  .prefault({});

const containerStatusSchema = z.object({
  name: z.string(),
  restartCount: z.number().int().default(0),
  started: z.boolean().nullish(),
  state: stateSchema,
  lastState: stateSchema,
  imageID: z.string().default(''),
});

const podSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ nodeName: z.string().optional() }),
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
type ContainerStatus = z.infer<typeof containerStatusSchema>;
type PodCondition = Pick<PodRecord, 'status' | 'reason' | 'message'>;

export function projectPod(object: unknown): PodRecord {
  const pod = podSchema.parse(object);
  const containers = [
    ...pod.status.initContainerStatuses,
    ...pod.status.containerStatuses,
  ];
  return {
    kind: 'Pod',
    ...projectMetadata(pod.metadata),
    ...podCondition(pod, containers),
    isReady: isTrue(pod, 'Ready'),
    readySince: pod.status.conditions.find(c => c.type === 'Ready')
      ?.lastTransitionTime,
    digests: digests(pod.status.containerStatuses),
    restarts: containers.reduce((sum, c) => sum + c.restartCount, 0),
    node: pod.spec.nodeName,
    revisionHash: pod.metadata.labels['controller-revision-hash'],
  };
}

// What comes before the digest depends on the container runtime.
function digests(containers: ContainerStatus[]): Record<string, string> {
  return Object.fromEntries(
    containers.flatMap(({ name, imageID }) => {
      const digest = /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0];
      return digest ? [[name, digest]] : [];
    }),
  );
}

/** The first that applies, as kubectl and kstatus look at a pod. */
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
      message: scheduled.message,
    };
  }
  for (const container of containers) {
    const failure = containerFailure(container);
    if (failure) return { status: 'failing', ...failure };
  }
  if (isTrue(pod, 'Ready')) return { status: 'ready' };
  const isStarting =
    phase !== 'Running' ||
    containers.some(c => c.state.waiting || c.started === false);
  return isStarting
    ? { status: 'starting', reason: waitingReason(containers) }
    : { status: 'not-ready', ...notReadyReason(pod) };
}

// A container that waits for these reasons is on its way; for any other it is stuck.
const ON_ITS_WAY = ['ContainerCreating', 'PodInitializing'];

function containerFailure(
  container: ContainerStatus,
): Omit<PodCondition, 'status'> | undefined {
  const { waiting } = container.state;
  if (waiting?.reason && !ON_ITS_WAY.includes(waiting.reason)) {
    return {
      reason: waiting.reason,
      message: lastExit(container) ?? waiting.message,
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
        message: exitText(name, state.terminated),
      };
    }
  }
  return undefined;
}

function lastExit({ name, lastState }: ContainerStatus): string | undefined {
  return lastState.terminated && exitText(name, lastState.terminated);
}

function exitText(
  name: string,
  exit: NonNullable<ContainerStatus['state']['terminated']>,
): string {
  const how = exit.reason ? `${exit.reason}, ` : '';
  const tail = exit.message ? `: ${exit.message.trim().slice(-300)}` : '';
  return `${name} ended with ${how}exit code ${exit.exitCode}${tail}`;
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
