import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import type { RouteRecord, WorkloadTree } from '../../kubernetes';
import type { EnvironmentConfig } from '../../config';
import type { Repositories } from '../../ownership';
import { claimOf } from '../delivery/claimOf';
import { isInScope } from '../delivery/serviceQuery';
import { distinct } from '../../distinct';
import type { ServiceIndex } from '../fleet/ServiceIndex';

/** Builds the description of a workload for other plugins; pure. */
export function deployedWorkload(
  { workload, pods }: WorkloadTree,
  routes: RouteRecord[],
  environment: EnvironmentConfig,
  services: ServiceIndex,
  repositories: Pick<Repositories, 'isSame'>,
): DeployedWorkload {
  const { uid, namespace, kind, name, labels, createdAt, entity } = workload;
  const finding = services
    .concernedBy(workload)
    .filter(
      ({ query }) =>
        isInScope(query, environment, workload) &&
        claimOf(query, environment, workload, repositories),
    );
  return {
    uid,
    cluster: environment.cluster,
    environment: environment.name,
    production: environment.production,
    namespace,
    kind,
    name,
    labels,
    createdAt,
    image: workload.template.mainImage,
    source: workload.template.source,
    entity,
    services: distinct(finding.map(({ query }) => query.entityRef)),
    volumes: distinct(pods.flatMap(({ claims }) => claims ?? [])),
    routes: routes
      .map(({ kind: routeKind, name: routeName, addresses, openapi }) => ({
        kind: routeKind,
        name: routeName,
        addresses,
        openapi,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
