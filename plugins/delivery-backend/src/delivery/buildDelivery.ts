import { compareWorkloads } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  Sync,
} from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadFamily } from '../cluster/ClusterCache';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { buildWorkload } from './buildWorkload';
import type { ServiceQuery } from './serviceQuery';

/** What is known of one environment for one service. */
export interface EnvironmentRecords {
  config: EnvironmentConfig;
  sync: Sync;
  /** Of the service, in all of the environment's namespaces */
  families: WorkloadFamily[];
}

/** From records to what the page shows of a service; pure. */
export function buildDelivery(
  query: ServiceQuery,
  environments: EnvironmentRecords[],
): Delivery {
  return {
    entityRef: query.entityRef,
    environments: environments.flatMap(records =>
      buildEnvironments(query, records),
    ),
  };
}

// Mostly one; one for each namespace where the service is in several.
function buildEnvironments(
  query: ServiceQuery,
  { config, sync, families }: EnvironmentRecords,
): Environment[] {
  const namespaces = new Set(families.map(f => f.workload.namespace));
  if (!namespaces.size) namespaces.add(likelyNamespace(query, config));
  return [...namespaces].sort().map(namespace => ({
    name: config.name,
    cluster: config.cluster,
    namespace,
    production: config.production,
    sync,
    workloads: families
      .filter(({ workload }) => workload.namespace === namespace)
      .map(family => buildWorkload(query, family, sync))
      .sort(compareWorkloads),
  }));
}

function likelyNamespace(
  { namespace }: ServiceQuery,
  { namespaces }: EnvironmentConfig,
): string {
  return namespace ?? namespaces.find(n => !n.includes('*')) ?? namespaces[0];
}
