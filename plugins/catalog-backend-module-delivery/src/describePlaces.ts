import type { Entity } from '@backstage/catalog-model';
import { UNKNOWN_OWNER } from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { entityName } from './entityName';
import { NAMESPACE, distinct, entityOf, wholeRef } from './entityOf';

/** Namespaces, with the services in them that others describe, and clusters. */
export function describePlaces(
  workloads: DeployedWorkload[],
  isOurs: (entityRef: string) => boolean,
): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of workloads) {
    const name = placeName(workload);
    byName.set(name, [...(byName.get(name) ?? []), workload]);
  }
  return [...byName].flatMap(([name, inside]) => {
    const cluster = entityName(inside[0].cluster);
    const services = distinct(inside.flatMap(w => w.services));
    const dependencyOf = services.filter(ref => !isOurs(ref));
    const place = (placed: string) =>
      entityOf('Resource', { namespace: NAMESPACE, name: placed }, inside);
    return [
      {
        ...place(name),
        spec: {
          type: 'kubernetes-namespace',
          owner: UNKNOWN_OWNER,
          dependsOn: [wholeRef('resource', cluster)],
          ...(dependencyOf.length > 0 && { dependencyOf }),
        },
      },
      {
        ...place(cluster),
        spec: { type: 'kubernetes-cluster', owner: UNKNOWN_OWNER },
      },
    ];
  });
}

/** Of the Resource that a workload's namespace is. */
export function placeName({ cluster, namespace }: DeployedWorkload): string {
  return entityName(cluster, namespace);
}
