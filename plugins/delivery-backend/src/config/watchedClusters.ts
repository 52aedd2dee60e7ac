import { matchesNamespace } from './readDeliveryConfig';
import type { EnvironmentConfig } from './readDeliveryConfig';

/** Clusters that environments name, with the namespaces of these environments. */
export function watchedClusters(
  environments: EnvironmentConfig[],
): { name: string; accepts(namespace: string): boolean }[] {
  const names = new Set(environments.map(({ cluster }) => cluster));
  return [...names].map(name => {
    const own = environments.filter(({ cluster }) => cluster === name);
    return {
      name,
      accepts: (namespace: string) =>
        own.some(e => matchesNamespace(e, namespace)),
    };
  });
}
