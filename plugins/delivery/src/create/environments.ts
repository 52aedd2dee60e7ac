import type {
  EnvironmentTarget,
  QuotaUse,
} from '@fairway/backstage-plugin-delivery-common';

/** An environment that a new service is to run in, as a template gets it. @public */
export interface ChosenEnvironment {
  /** Of the environment */
  name: string;
  /** In its cluster */
  namespace: string;
  /** Whether it counts as production */
  production: boolean;
}

/** The namespaces that an environment names itself; the others match a pattern. */
export function namedNamespaces({ namespaces }: EnvironmentTarget): string[] {
  return namespaces.filter(namespace => !namespace.includes('*'));
}

/** An environment as it is chosen before somebody says otherwise. */
export function defaultEnvironment(
  place: EnvironmentTarget,
): ChosenEnvironment {
  const { name, production } = place;
  const [namespace = ''] = namedNamespaces(place);
  return { name, namespace, production };
}

/** What is offered before anybody chose: all but production. */
export function defaultEnvironments(
  places: EnvironmentTarget[],
): ChosenEnvironment[] {
  return places.filter(({ production }) => !production).map(defaultEnvironment);
}

/** What tells whether a service still fits in: its pods and what they ask for. */
const telling = ['requests.cpu', 'requests.memory', 'pods'];

/** The quotas of a namespace that tell whether a service still fits in, and those that are used up. */
export function relevantQuotas(
  { quotas }: EnvironmentTarget,
  namespace: string,
): QuotaUse[] {
  return quotas.filter(
    quota =>
      quota.namespace === namespace &&
      (telling.includes(quota.resource) || quota.used >= quota.hard),
  );
}
