import { z } from 'zod';
import { quotedEnd } from './quotedText';
import type { ContainerRecord, TerminationRecord } from './records';

const MESSAGE_LENGTH = 300;

const terminationSchema = z.object({
  exitCode: z.number().int(),
  reason: z.string().optional(),
  message: z.string().optional(),
  signal: z.number().int().optional(),
  finishedAt: z.string().nullish(),
});

const stateSchema = z
  .object({
    waiting: z
      .object({ reason: z.string().optional(), message: z.string().optional() })
      .optional(),
    running: z.object({ startedAt: z.string().nullish() }).optional(),
    terminated: terminationSchema.optional(),
  })
  .prefault({});

export const containerStatusSchema = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().int().default(0),
  started: z.boolean().nullish(),
  state: stateSchema,
  lastState: stateSchema,
  imageID: z.string().default(''),
  // Differs from the spec after a resize.
  resources: z
    .object({ limits: z.record(z.string(), z.string()).default({}) })
    .nullish(),
});

// Only whether there is a probe, and nothing of the environment.
export const containerSpecSchema = z.object({
  name: z.string(),
  image: z.string().default(''),
  restartPolicy: z.string().optional(),
  resources: z
    .object({ limits: z.record(z.string(), z.string()).default({}) })
    .prefault({}),
  livenessProbe: z.object({}).optional(),
  readinessProbe: z.object({}).optional(),
  startupProbe: z.object({}).optional(),
});

export type ContainerStatus = z.infer<typeof containerStatusSchema>;
export type ContainerSpec = z.infer<typeof containerSpecSchema>;

/**
 * Containers of a pod that are unhealthy, or that were restarted. Most pods have
 * none, so that ten thousand pods need little memory.
 */
export function projectContainers(
  specs: ContainerSpec[],
  statuses: ContainerStatus[],
  type: ContainerRecord['type'],
): ContainerRecord[] {
  return statuses.flatMap(status => {
    if (isWell(status)) return [];
    const spec = specs.find(({ name }) => name === status.name);
    // An init container that is always restarted is a sidecar.
    const isSidecar = type === 'init' && spec?.restartPolicy === 'Always';
    return projectContainer(status, spec, isSidecar ? 'sidecar' : type);
  });
}

function isWell({ ready, restartCount, state }: ContainerStatus): boolean {
  const hasEndedWell = state.terminated?.exitCode === 0;
  return restartCount === 0 && (ready || hasEndedWell);
}

function projectContainer(
  status: ContainerStatus,
  spec: ContainerSpec | undefined,
  type: ContainerRecord['type'],
): ContainerRecord {
  const { waiting, running, terminated } = status.state;
  const last = status.lastState.terminated;
  return {
    name: status.name,
    type,
    image: spec?.image ?? '',
    ready: status.ready,
    started: status.started ?? false,
    restarts: status.restartCount,
    ...(waiting && {
      waiting: {
        reason: waiting.reason,
        message: waiting.message && quotedEnd(waiting.message, MESSAGE_LENGTH),
      },
    }),
    ...(running && { runningSince: running.startedAt ?? undefined }),
    ...(terminated && { terminated: projectTermination(terminated) }),
    ...(last && { lastTerminated: projectTermination(last) }),
    memoryLimit:
      status.resources?.limits.memory ?? spec?.resources.limits.memory,
    cpuLimit: spec?.resources.limits.cpu,
    probes: probesOf(spec),
  };
}

function projectTermination(
  terminated: z.infer<typeof terminationSchema>,
): TerminationRecord {
  const { exitCode, reason, signal, message, finishedAt } = terminated;
  return {
    exitCode,
    reason,
    signal,
    message: message && quotedEnd(message, MESSAGE_LENGTH),
    at: finishedAt ?? undefined,
  };
}

function probesOf(spec: ContainerSpec | undefined): ContainerRecord['probes'] {
  return [
    ...(spec?.livenessProbe ? (['liveness'] as const) : []),
    ...(spec?.readinessProbe ? (['readiness'] as const) : []),
    ...(spec?.startupProbe ? (['startup'] as const) : []),
  ];
}
