import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { Reference } from './references/reference';
import { referencesOf } from './references/referencesPerKind';
import { valuesAt } from './references/valuesAt';

/** A control of the standard: the fields that it restricts, and their allowed values. */
interface Control {
  name: string;
  /** Paths in the spec of a pod */
  paths: string[];
  isAllowed: (value: unknown) => boolean;
}

const CONTAINERS = [
  'containers[]',
  'initContainers[]',
  'ephemeralContainers[]',
];

/** Capabilities that containers may add. */
const CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const SELINUX_TYPES = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

/** Sysctls that are namespaced and concern only the pod. */
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];

const HANDLERS = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
].flatMap(handler => [`${handler}.httpGet.host`, `${handler}.tcpSocket.host`]);

const isFalse = (value: unknown) => value === false;
const isEmpty = (value: unknown) => value === '';
const isConfined = (value: unknown) =>
  value === 'RuntimeDefault' || value === 'Localhost';
const isAmong = (allowed: string[]) => (value: unknown) =>
  typeof value === 'string' && allowed.includes(value);

/** Fields of the security context of a pod and of its containers. */
function inContexts(...fields: string[]): string[] {
  return ['', ...CONTAINERS.map(each => `${each}.`)].flatMap(prefix =>
    fields.map(field => `${prefix}securityContext.${field}`),
  );
}

/** Fields of containers of every type. */
function inContainers(...fields: string[]): string[] {
  return CONTAINERS.flatMap(each => fields.map(field => `${each}.${field}`));
}

/**
 * Controls of the Pod Security Standard `baseline`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
const CONTROLS: Control[] = [
  {
    name: 'HostProcess',
    paths: inContexts('windowsOptions.hostProcess'),
    isAllowed: isFalse,
  },
  {
    name: 'Host Namespaces',
    paths: ['hostNetwork', 'hostPID', 'hostIPC'],
    isAllowed: isFalse,
  },
  {
    name: 'Privileged Containers',
    paths: inContainers('securityContext.privileged'),
    isAllowed: isFalse,
  },
  {
    name: 'Capabilities',
    paths: inContainers('securityContext.capabilities.add[]'),
    isAllowed: isAmong(CAPABILITIES),
  },
  {
    name: 'HostPath Volumes',
    paths: ['volumes[].hostPath'],
    isAllowed: () => false,
  },
  {
    name: 'Host Ports',
    paths: inContainers('ports[].hostPort'),
    isAllowed: value => value === 0,
  },
  {
    name: 'Host Probes / Lifecycle Hooks',
    paths: inContainers(...HANDLERS),
    isAllowed: isEmpty,
  },
  {
    name: 'AppArmor',
    paths: inContexts('appArmorProfile.type'),
    isAllowed: isConfined,
  },
  {
    name: 'SELinux',
    paths: inContexts('seLinuxOptions.type'),
    isAllowed: isAmong(SELINUX_TYPES),
  },
  {
    name: 'SELinux',
    paths: inContexts('seLinuxOptions.user', 'seLinuxOptions.role'),
    isAllowed: isEmpty,
  },
  {
    name: '/proc Mount Type',
    paths: inContainers('securityContext.procMount'),
    isAllowed: value => value === 'Default',
  },
  {
    name: 'Seccomp',
    paths: inContexts('seccompProfile.type'),
    isAllowed: isConfined,
  },
  {
    name: 'Sysctls',
    paths: ['securityContext.sysctls[].name'],
    isAllowed: isAmong(SYSCTLS),
  },
];

/** Older form of the AppArmor profile of a container. */
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * Requires the Pod Security Standard `baseline` of all pods that an object creates. The
 * guard does not rely on the labels of the namespace, which may only warn.
 */
export const podSecurityBaseline: ActionGuard = {
  id: 'delivery.pod-security-baseline',
  check: async ({ object }) => {
    if (object?.operation !== 'write') return undefined;
    for (const reference of referencesOf(object.manifest)) {
      const violation = violationOf(reference);
      if (violation) return refusal('podSecurityViolated', { ...violation });
    }
    return undefined;
  },
};

interface Violation {
  control: string;
  field: string;
}

function violationOf(reference: Reference): Violation | undefined {
  switch (reference.type) {
    case 'podSpec':
      return violationIn(reference.spec, reference.field);
    case 'podMetadata':
      return appArmorViolation(reference.annotations, reference.field);
    default:
      return undefined;
  }
}

function violationIn(
  spec: Record<string, unknown>,
  at: string,
): Violation | undefined {
  for (const { name, paths, isAllowed } of CONTROLS) {
    const found = paths
      .flatMap(path => valuesAt(spec, path, at))
      .find(({ value }) => !isAllowed(value));
    if (found) return { control: name, field: found.field };
  }
  return undefined;
}

function appArmorViolation(
  annotations: Record<string, string>,
  at: string,
): Violation | undefined {
  const found = Object.entries(annotations).find(
    ([name, profile]) =>
      name.startsWith(APPARMOR) &&
      profile !== 'runtime/default' &&
      !profile.startsWith('localhost/'),
  );
  return (
    found && { control: 'AppArmor', field: `${at}.annotations[${found[0]}]` }
  );
}
