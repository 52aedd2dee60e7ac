import type { Entity } from '@backstage/catalog-model';
import { UNKNOWN_OWNER } from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { entityName } from './entityName';
import {
  NAMESPACE,
  sortedUnique,
  discoveredEntity,
  refInDefaultNamespace,
} from './discoveredEntity';

/** Describes the clusters, and the namespaces with the services in them that have a catalog file. */
export function describeInfrastructure(
  workloads: DeployedWorkload[],
  isOwn: (entityRef: string) => boolean,
): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of workloads) {
    const name = namespaceResourceName(workload);
    byName.set(name, [...(byName.get(name) ?? []), workload]);
  }
  return [...byName].flatMap(([name, inside]) => {
    const cluster = entityName(inside[0].cluster);
    const services = sortedUnique(inside.flatMap(w => w.services));
    const dependencyOf = services.filter(ref => !isOwn(ref));
    const resource = (resourceName: string) =>
      discoveredEntity(
        'Resource',
        { namespace: NAMESPACE, name: resourceName },
        inside,
      );
    return [
      {
        ...resource(name),
        spec: {
          type: 'kubernetes-namespace',
          owner: UNKNOWN_OWNER,
          dependsOn: [refInDefaultNamespace('resource', cluster)],
          ...(dependencyOf.length > 0 && { dependencyOf }),
        },
      },
      {
        ...resource(cluster),
        spec: { type: 'kubernetes-cluster', owner: UNKNOWN_OWNER },
      },
    ];
  });
}

/** Returns the name of the Resource for a workload's namespace. */
export function namespaceResourceName({
  cluster,
  namespace,
}: DeployedWorkload): string {
  return entityName(cluster, namespace);
}
