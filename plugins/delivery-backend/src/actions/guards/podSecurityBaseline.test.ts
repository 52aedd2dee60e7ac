import {
  codeOf,
  guardContext,
  guardedObject,
} from '../__testUtils__/guardContext';
import { podSecurityBaseline } from './podSecurityBaseline';

describe('podSecurityBaseline', () => {
  const deployment = (spec: object, annotations: object = {}) =>
    guardedObject({
      spec: { template: { metadata: { annotations }, spec } },
    });
  const container = (content: object) => ({
    containers: [{ name: 'orders', image: 'orders', ...content }],
  });
  const context = (securityContext: object) => container({ securityContext });
  const restricted = {
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      appArmorProfile: { type: 'RuntimeDefault' },
      seLinuxOptions: { type: 'container_t', level: 's0' },
      windowsOptions: { hostProcess: false },
      sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }],
    },
    hostNetwork: false,
    volumes: [{ name: 'tmp', emptyDir: {} }],
    ...container({
      ports: [{ containerPort: 8080, hostPort: 0 }],
      livenessProbe: { httpGet: { path: '/live', port: 8080 } },
      securityContext: {
        privileged: false,
        procMount: 'Default',
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      },
    }),
  };

  it('allows a pod that keeps the standard', async () => {
    const object = deployment(restricted, {
      'container.apparmor.security.beta.kubernetes.io/orders':
        'runtime/default',
    });
    expect(await codeOf(podSecurityBaseline, { object })).toBeUndefined();
  });

  const unconfined = { type: 'Unconfined' };
  it.each([
    [
      'HostProcess',
      { securityContext: { windowsOptions: { hostProcess: true } } },
    ],
    ['HostProcess', context({ windowsOptions: { hostProcess: true } })],
    ['Host Namespaces', { hostNetwork: true }],
    ['Host Namespaces', { hostPID: true }],
    ['Host Namespaces', { hostIPC: true }],
    ['Privileged Containers', context({ privileged: true })],
    ['Capabilities', context({ capabilities: { add: ['SYS_ADMIN'] } })],
    ['Capabilities', context({ capabilities: { add: ['NET_RAW'] } })],
    ['HostPath Volumes', { volumes: [{ name: 'a', hostPath: { path: '/' } }] }],
    ['Host Ports', container({ ports: [{ hostPort: 80 }] })],
    [
      'Host Probes / Lifecycle Hooks',
      container({ livenessProbe: { httpGet: { host: '169.254.169.254' } } }),
    ],
    [
      'Host Probes / Lifecycle Hooks',
      container({ lifecycle: { preStop: { tcpSocket: { host: 'x' } } } }),
    ],
    ['AppArmor', { securityContext: { appArmorProfile: unconfined } }],
    ['AppArmor', context({ appArmorProfile: unconfined })],
    ['SELinux', context({ seLinuxOptions: { type: 'spc_t' } })],
    ['SELinux', context({ seLinuxOptions: { user: 'system_u' } })],
    ['SELinux', { securityContext: { seLinuxOptions: { role: 'x' } } }],
    ['/proc Mount Type', context({ procMount: 'Unmasked' })],
    ['Seccomp', { securityContext: { seccompProfile: unconfined } }],
    ['Seccomp', context({ seccompProfile: unconfined })],
    [
      'Sysctls',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
    ],
    ['Privileged Containers', context({ privileged: 'true' })],
  ])('refuses a violation of %s: %j', async (control, spec) => {
    for (const type of [
      'containers',
      'initContainers',
      'ephemeralContainers',
    ]) {
      const moved = {
        ...spec,
        ...('containers' in spec && {
          containers: [],
          [type]: spec.containers,
        }),
      };
      const refusal = await podSecurityBaseline.check(
        guardContext({ object: deployment(moved) }),
      );
      expect(refusal).toMatchObject({
        code: 'podSecurityViolated',
        values: { control },
      });
    }
  });

  it('refuses an AppArmor annotation, and looks into every kind with pods', async () => {
    const annotations = {
      'container.apparmor.security.beta.kubernetes.io/orders': 'unconfined',
    };
    const object = deployment({}, annotations);
    expect(await codeOf(podSecurityBaseline, { object })).toBe(
      'podSecurityViolated',
    );
    const cronJob = guardedObject({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: {
        jobTemplate: { spec: { template: { spec: { hostNetwork: true } } } },
      },
    });
    expect(await codeOf(podSecurityBaseline, { object: cronJob })).toBe(
      'podSecurityViolated',
    );
  });

  it('does not refuse the deletion of a pod that violates it', async () => {
    const object = {
      ...deployment({ hostNetwork: true }),
      operation: 'delete' as const,
    };
    expect(await codeOf(podSecurityBaseline, { object })).toBeUndefined();
  });
});
