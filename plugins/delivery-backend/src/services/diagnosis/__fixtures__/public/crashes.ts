import {
  IMAGE,
  ago,
  containerStatus,
  crashing,
  deployment,
  event,
  pod,
} from './objects';
import type { PublicCase } from './objects';

const K8S = 'https://github.com/kubernetes/kubernetes/issues';

/** A container that crashes again and again. */
function crashLoop(
  source: string,
  exitCode: number,
  findings: string[],
  more: { container?: object; status?: Record<string, unknown> } = {},
): PublicCase {
  return {
    source,
    objects: [
      ...deployment(),
      pod({
        spec: {
          containers: [{ name: 'app', image: IMAGE, ...more.container }],
        },
        status: crashing(exitCode, more.status),
      }),
    ],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings,
  };
}

const EXIT_CODES = 'https://tldp.org/LDP/abs/html/exitcodes.html';
const POD_LEVEL = 'https://github.com/kubernetes/enhancements/issues/4678';
const oom = {
  ...crashing(137, { reason: 'OOMKilled' }),
};
const podLimit = { resources: { limits: { memory: '96Mi' } } };

/** Containers that crash, by exit code and limit. */
export const crashes: Record<string, PublicCase> = {
  'exit code 255 is no signal': crashLoop(`${K8S}/61051`, 255, [
    'crashLoop certain: Container app is crash-looping (exit code 255); restarts: 6',
  ]),
  'exit code 200 is no signal': crashLoop(EXIT_CODES, 200, [
    'crashLoop certain: Container app is crash-looping (exit code 200); restarts: 6',
  ]),
  'exit code 128 is no signal': crashLoop(EXIT_CODES, 128, [
    'crashLoop certain: Container app is crash-looping (exit code 128); restarts: 6',
  ]),
  'exit code 127': crashLoop(EXIT_CODES, 127, [
    'commandNotFound likely: Container app exits with code 127: a command was not found; restarts: 6',
  ]),
  'exit code 126': crashLoop(EXIT_CODES, 126, [
    'commandNotExecutable likely: Container app exits with code 126: a command cannot be executed; restarts: 6',
  ]),
  'exit code 139': crashLoop(EXIT_CODES, 139, [
    'crashLoopSignal likely: Container app is crash-looping: terminated by signal SIGSEGV (exit code 139); restarts: 6',
  ]),
  'exit code 143 without probes': crashLoop(EXIT_CODES, 143, [
    'crashLoopSignal likely: Container app is crash-looping: terminated by signal SIGTERM (exit code 143); restarts: 6',
  ]),
  'exit code 143 with a liveness probe': crashLoop(
    EXIT_CODES,
    143,
    [
      'probeKills likely: Container app is killed repeatedly (exit code 143), probably because its liveness probe fails; restarts: 6',
    ],
    { container: { livenessProbe: {} } },
  ),
  'exit code 162, a real-time signal': crashLoop(EXIT_CODES, 162, [
    'crashLoopSignal likely: Container app is crash-looping: terminated by signal 34 (exit code 162); restarts: 6',
  ]),
  'a signal that the runtime reports': crashLoop(
    EXIT_CODES,
    134,
    [
      'crashLoopSignal certain: Container app is crash-looping: terminated by signal SIGABRT (exit code 134); restarts: 6',
    ],
    {
      status: {
        lastState: { terminated: { exitCode: 134, signal: 6 } },
      },
    },
  ),
  'an end that the kubelet has not seen': crashLoop(
    `${K8S}/105462`,
    137,
    [
      'crashLoopUnknown likely: Container app is crash-looping; its node did not see how it ended; restarts: 6',
    ],
    {
      status: { reason: 'ContainerStatusUnknown' },
    },
  ),
  'the first crash': crashLoop(
    EXIT_CODES,
    1,
    [
      'crashed certain: Container app crashed (exit code 1) and waits for its restart',
    ],
    { status: { restartCount: 0 } },
  ),
  'a memory limit of the pod': {
    source: POD_LEVEL,
    objects: [...deployment(), pod({ spec: podLimit, status: oom })],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings: [
      'outOfPodMemory certain: Container app was OOM-killed: its pod exceeded its memory limit of 96Mi; restarts: 6',
    ],
  },
  'a memory limit of the container and of the pod': {
    source: POD_LEVEL,
    objects: [
      ...deployment(),
      pod({
        spec: {
          ...podLimit,
          containers: [
            { name: 'app', resources: { limits: { memory: '64Mi' } } },
          ],
        },
        status: oom,
      }),
    ],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings: [
      'outOfMemory likely: Container app was OOM-killed: it exceeded its memory limit of 64Mi; restarts: 6',
    ],
  },
  'a memory limit that was resized in place': {
    source: 'https://github.com/kubernetes/enhancements/issues/1287',
    objects: [
      ...deployment(),
      pod({
        spec: {
          containers: [
            { name: 'app', resources: { limits: { memory: '64Mi' } } },
          ],
        },
        status: crashing(137, {
          reason: 'OOMKilled',
          resources: { limits: { memory: '48Mi' } },
        }),
      }),
    ],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings: [
      'outOfMemory certain: Container app was OOM-killed: it exceeded its memory limit of 48Mi; restarts: 6',
    ],
  },
  'no memory limit': {
    source: `${K8S}/114142`,
    objects: [...deployment(), pod({ status: oom })],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings: [
      'outOfNodeMemory likely: Container app was OOM-killed: it has no memory limit, so the node probably ran out of memory; restarts: 6',
    ],
  },
  'a postStart hook that fails': {
    source:
      'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    objects: [
      ...deployment(),
      pod({ status: crashing(137) }),
      event('FailedPostStartHook', 'PostStartHook failed', {
        container: 'app',
      }),
    ],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings: [
      'postStartHookFailing certain: postStart hook of container app fails, so Kubernetes restarts it: PostStartHook failed; restarts: 6',
      '- crashLoopSignal likely: Container app is crash-looping: terminated by signal SIGKILL (exit code 137); restarts: 6',
    ],
  },
  'a native sidecar, while its events are kept': sidecar(
    [
      'startupFailing certain: Startup probe of container telemetry fails; restarts: 6',
      '- probeKills likely: Container telemetry is killed repeatedly (exit code 137), probably because its startup probe fails; restarts: 6',
      '- sidecarBlocking certain: Containers app wait for sidecar telemetry to start',
    ],
    [
      event(
        'Killing',
        'Container telemetry failed startup probe, will be restarted',
        {
          container: 'telemetry',
        },
      ),
    ],
  ),
  'a native sidecar, after its events were deleted': sidecar([
    'probeKills likely: Container telemetry is killed repeatedly (exit code 137), probably because its startup probe fails; restarts: 6',
    '- sidecarBlocking certain: Containers app wait for sidecar telemetry to start',
  ]),
};

function sidecar(
  findings: string[],
  events: PublicCase['objects'] = [],
): PublicCase {
  return {
    source: 'https://github.com/SREGym/SREGym/issues/881',
    objects: [
      ...deployment(),
      pod({
        spec: {
          initContainers: [
            {
              name: 'telemetry',
              image: 'telemetry:0.9',
              restartPolicy: 'Always',
              startupProbe: {},
            },
          ],
        },
        status: {
          ...containerStatus({
            state: { waiting: { reason: 'PodInitializing' } },
          }),
          phase: 'Pending',
          initContainerStatuses: [
            {
              name: 'telemetry',
              restartCount: 6,
              started: false,
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: {
                terminated: {
                  exitCode: 137,
                  reason: 'Error',
                  finishedAt: ago(60),
                },
              },
            },
          ],
        },
      }),
      ...events,
    ],
    health: 'degraded podsFailing',
    sentence: '1 of 1 pods failing: CrashLoopBackOff',
    findings,
  };
}
