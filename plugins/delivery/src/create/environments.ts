import type {
  EnvironmentTarget,
  QuotaUsage,
} from '@fairway/backstage-plugin-delivery-common';

/** Environment of a new service, as a template receives it. @public */
export interface ChosenEnvironment {
  /** Name of the environment */
  name: string;
  /** Namespace in the cluster of the environment */
  namespace: string;
  /** Whether it is a production environment */
  production: boolean;
}

/** Namespaces of an environment without a wildcard. */
export function namedNamespaces({ namespaces }: EnvironmentTarget): string[] {
  return namespaces.filter(namespace => !namespace.includes('*'));
}

/** Default selection of an environment. */
export function defaultEnvironment(
  target: EnvironmentTarget,
): ChosenEnvironment {
  const { name, production } = target;
  const [namespace = ''] = namedNamespaces(target);
  return { name, namespace, production };
}

/** Default selection of environments: all except production. */
export function defaultEnvironments(
  targets: EnvironmentTarget[],
): ChosenEnvironment[] {
  return targets
    .filter(({ production }) => !production)
    .map(defaultEnvironment);
}

/** Resources whose quotas limit a new service. */
const LIMITING_RESOURCES = ['requests.cpu', 'requests.memory', 'pods'];

/** Quotas of a namespace that limit a new service, and quotas that are used up. */
export function relevantQuotas(
  { quotas }: EnvironmentTarget,
  namespace: string,
): QuotaUsage[] {
  return quotas.filter(
    quota =>
      quota.namespace === namespace &&
      (LIMITING_RESOURCES.includes(quota.resource) || quota.used >= quota.hard),
  );
}
