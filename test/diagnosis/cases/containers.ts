import {
  byHand,
  containerStatus,
  ended,
  service,
  waits,
  workload,
} from '../steps.ts';
import type { Case } from '../steps.ts';

const backOff = 'back-off 5m0s restarting failed container=app pod=orders';
const running = { running: { startedAt: '2026-01-01T10:00:05Z' } };
const pull = (words: string) =>
  `failed to pull and unpack image "registry.example/shop/orders:1.4.0": failed to resolve reference "registry.example/shop/orders:1.4.0": ${words}`;

const probe = (path: string) => ({ httpGet: { path, port: 8080 } });

/** Containers that cannot be created, that exit, or that are not ready. */
export const containerCases: Record<string, Case> = {
  imageNotFound: {
    steps: [
      { apply: [workload({}, { behaviour: 'image-pull-error' })] },
      { until: /"reason":"ImagePullBackOff"/ },
    ],
  },
  imageUnauthorized: {
    steps: [
      ...byHand(),
      waits(
        'ErrImagePull',
        pull(
          'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
        ),
      ),
    ],
  },
  imageRateLimited: {
    steps: [
      ...byHand(),
      waits(
        'ImagePullBackOff',
        `Back-off pulling image "registry.example/shop/orders:1.4.0": ErrImagePull: ${pull(
          'unexpected status from HEAD request to https://registry.example/v2/shop/orders/manifests/1.4.0: 429 Too Many Requests: toomanyrequests: You have reached your unauthenticated pull rate limit.',
        )}`,
      ),
    ],
  },
  imageNameInvalid: {
    steps: [
      ...byHand({ image: 'registry.example/Shop/Orders:1.4.0' }),
      waits(
        'InvalidImageName',
        'Failed to apply default image tag "registry.example/Shop/Orders:1.4.0": couldn\'t parse image name "registry.example/Shop/Orders:1.4.0": invalid reference format: repository name (Shop/Orders) must be lowercase',
      ),
    ],
  },
  imageRegistryUnreachable: {
    steps: [
      ...byHand(),
      waits(
        'ErrImagePull',
        pull(
          'failed to do request: Head "https://registry.example/v2/shop/orders/manifests/1.4.0": dial tcp: lookup registry.example on 10.96.0.10:53: no such host',
        ),
      ),
    ],
  },
  imageNotOnNode: {
    steps: [
      ...byHand({ container: { imagePullPolicy: 'Never' } }),
      waits(
        'ErrImageNeverPull',
        'Container image "registry.example/shop/orders:1.4.0" is not present with pull policy of Never',
      ),
    ],
  },
  imageSignatureInvalid: {
    steps: [
      ...byHand(),
      waits(
        'SignatureValidationFailed',
        'image pull failed for registry.example/shop/orders:1.4.0 because the signature validation failed: Source image rejected: A signature was required, but no signature exists',
      ),
    ],
  },
  crashLoop: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              behaviour: 'crash-loop',
              annotations: { 'simulate.fairway.dev/exit-code': '3' },
            },
          ),
        ],
      },
      {
        until:
          /"reason":"CrashLoopBackOff"[\s\S]*"reason":"BackOff"|"reason":"BackOff"[\s\S]*"reason":"CrashLoopBackOff"/,
      },
    ],
  },
  crashLoopBetweenEnds: {
    steps: [
      { apply: [workload({}, { behaviour: 'crash-loop' })] },
      { until: /"restartCount":[12],"started":true,"state":\{"running"/ },
    ],
  },
  crashLoopWithMessage: {
    steps: [
      ...byHand(),
      waits('CrashLoopBackOff', backOff, {
        restartCount: 7,
        lastState: ended(1, 'Error', {
          message:
            'FATAL: cannot reach the database at postgres://orders:hunter2@db:5432/orders: connection refused\n',
        }),
      }),
    ],
  },
  crashLoopSignal: {
    steps: [
      ...byHand(),
      waits('CrashLoopBackOff', backOff, {
        restartCount: 4,
        lastState: ended(139, 'Error'),
      }),
    ],
  },
  exitsWell: {
    steps: [
      ...byHand(),
      waits('CrashLoopBackOff', backOff, {
        restartCount: 4,
        lastState: ended(0, 'Completed'),
      }),
    ],
  },
  containerFailed: {
    steps: [
      ...byHand(),
      {
        podStatus: {
          phase: 'Running',
          containerStatuses: [containerStatus({ state: ended(2, 'Error') })],
        },
      },
    ],
  },
  outOfMemory: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              behaviour: 'out-of-memory',
              container: { resources: { limits: { memory: '256Mi' } } },
            },
          ),
        ],
      },
      { until: /"reason":"OOMKilled"/ },
    ],
  },
  outOfNodeMemory: {
    steps: [
      { apply: [workload({}, { behaviour: 'out-of-memory' })] },
      { until: /"reason":"OOMKilled"/ },
    ],
  },
  livenessFailing: {
    steps: [
      ...byHand({ container: { livenessProbe: probe('/live') } }),
      waits('CrashLoopBackOff', backOff, {
        restartCount: 5,
        lastState: ended(137, 'Error'),
      }),
      {
        podSays: {
          type: 'Warning',
          reason: 'Unhealthy',
          message:
            'Liveness probe failed: HTTP probe failed with statuscode: 500',
          count: 15,
          container: 'app',
        },
      },
      {
        podSays: {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container app failed liveness probe, will be restarted',
          count: 5,
          container: 'app',
        },
      },
    ],
  },
  startupFailing: {
    steps: [
      ...byHand({ container: { startupProbe: probe('/started') } }),
      {
        podStatus: {
          phase: 'Running',
          containerStatuses: [
            containerStatus({
              restartCount: 2,
              state: running,
              lastState: ended(137, 'Error'),
            }),
          ],
        },
      },
      {
        podSays: {
          type: 'Warning',
          reason: 'Unhealthy',
          message:
            'Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused',
          count: 60,
          container: 'app',
        },
      },
      {
        podSays: {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container app failed startup probe, will be restarted',
          count: 2,
          container: 'app',
        },
      },
    ],
  },
  readinessFailing: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              behaviour: 'never-ready',
              container: { readinessProbe: probe('/ready') },
            },
          ),
        ],
      },
      { until: /"reason":"Unhealthy"/ },
    ],
  },
  readinessFailingInService: {
    steps: [
      {
        apply: [
          service(),
          workload(
            {},
            {
              behaviour: 'never-ready',
              container: { readinessProbe: probe('/ready') },
              replicas: 2,
            },
          ),
        ],
      },
      { until: /"reason":"Unhealthy"/ },
      {
        until:
          /"conditions":\{"ready":false[\s\S]*"conditions":\{"ready":false/,
      },
    ],
  },
  configMapMissing: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              behaviour: 'missing-config',
              annotations: { 'simulate.fairway.dev/missing': 'tariffs' },
            },
          ),
        ],
      },
      { until: /"reason":"CreateContainerConfigError"/ },
    ],
  },
  configMapMissingInVolume: {
    steps: [
      ...byHand(),
      {
        podSays: {
          type: 'Warning',
          reason: 'FailedMount',
          message:
            'MountVolume.SetUp failed for volume "config" : configmap "tariffs" not found',
          count: 9,
        },
      },
    ],
  },
  configMapKeyMissing: {
    steps: [
      ...byHand(),
      waits(
        'CreateContainerConfigError',
        "couldn't find key currency in ConfigMap NAMESPACE/tariffs",
      ),
    ],
  },
  secretMissing: {
    steps: [
      ...byHand(),
      waits('CreateContainerConfigError', 'secret "orders-database" not found'),
    ],
  },
  secretKeyMissing: {
    steps: [
      ...byHand(),
      waits(
        'CreateContainerConfigError',
        "couldn't find key password in Secret NAMESPACE/orders-database",
      ),
    ],
  },
  containerConfigWrong: {
    steps: [
      ...byHand({ container: { securityContext: { runAsNonRoot: true } } }),
      waits(
        'CreateContainerConfigError',
        'container has runAsNonRoot and image will run as root (pod: "orders", container: app)',
      ),
    ],
  },
  containerCannotStart: {
    steps: [
      ...byHand({ container: { command: ['/srv/run'] } }),
      waits('CrashLoopBackOff', backOff, {
        restartCount: 3,
        lastState: ended(128, 'StartError', {
          message:
            'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/srv/run": stat /srv/run: no such file or directory: unknown',
        }),
      }),
    ],
  },
  initFailing: {
    steps: [
      ...byHand(
        {},
        {
          initContainers: [
            { name: 'migrate', image: 'registry.example/shop/migrate:1.4.0' },
          ],
        },
      ),
      {
        podStatus: {
          initContainerStatuses: [
            containerStatus(
              {
                restartCount: 3,
                state: {
                  waiting: { reason: 'CrashLoopBackOff', message: backOff },
                },
                lastState: ended(1, 'Error', {
                  message: 'relation "orders" already exists',
                }),
              },
              'migrate',
            ),
          ],
        },
      },
    ],
  },
  initRunning: {
    steps: [
      ...byHand(
        {},
        {
          initContainers: [
            { name: 'wait-for-db', image: 'registry.example/shop/wait:1.0.0' },
          ],
        },
      ),
      {
        podStatus: {
          initContainerStatuses: [
            containerStatus({ state: running }, 'wait-for-db'),
          ],
        },
      },
    ],
  },
  volumeNotMounted: {
    steps: [
      ...byHand(),
      {
        podSays: {
          type: 'Warning',
          reason: 'FailedMount',
          message:
            'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32',
          count: 4,
        },
      },
    ],
  },
  volumeNotAttached: {
    steps: [
      ...byHand(),
      {
        podSays: {
          type: 'Warning',
          reason: 'FailedAttachVolume',
          message:
            'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) orders-0',
        },
      },
    ],
  },
};
