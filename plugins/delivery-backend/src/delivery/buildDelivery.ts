import { compareWorkloads } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  Sync,
} from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadScene } from '../cluster/ClusterCache';
import type { UnreadKind } from '../cluster/ContextCache';
import type { JobFamily } from '../cluster/JobCache';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { buildJobs } from './buildJobs';
import type { NextRun } from './buildJobs';
import { buildWorkload } from './buildWorkload';
import type { ServiceQuery } from './serviceQuery';

/** What is known of one environment for one service. */
export interface EnvironmentRecords {
  config: EnvironmentConfig;
  sync: Sync;
  /** Of the service, in all of the environment's namespaces */
  scenes: WorkloadScene[];
  /** Of the service, in the same namespaces */
  jobs: JobFamily[];
  /** What could not be read of what surrounds them, and of jobs */
  unread: UnreadKind[];
}

/** From records to what the page shows of a service; pure. */
export function buildDelivery(
  query: ServiceQuery,
  environments: EnvironmentRecords[],
  nextRun: NextRun,
): Delivery {
  return {
    entityRef: query.entityRef,
    environments: environments.flatMap(records =>
      buildEnvironments(query, records, nextRun),
    ),
  };
}

// Mostly one; one for each namespace where the service is in several.
function buildEnvironments(
  query: ServiceQuery,
  { config, sync, scenes, jobs, unread }: EnvironmentRecords,
  nextRun: NextRun,
): Environment[] {
  const namespaces = new Set([
    ...scenes.map(({ workload }) => workload.namespace),
    ...jobs.map(({ series }) => series.namespace),
  ]);
  if (!namespaces.size) namespaces.add(likelyNamespace(query, config));
  return [...namespaces].sort().map(namespace => ({
    name: config.name,
    cluster: config.cluster,
    namespace,
    production: config.production,
    sync,
    ...(unread.length > 0 && { notRead: unread }),
    jobs: buildJobs(
      jobs.filter(({ series }) => series.namespace === namespace),
      nextRun,
    ),
    workloads: scenes
      .filter(({ workload }) => workload.namespace === namespace)
      .map(scene => buildWorkload(query, scene, sync))
      .sort(compareWorkloads),
  }));
}

function likelyNamespace(
  { namespace }: ServiceQuery,
  { namespaces }: EnvironmentConfig,
): string {
  return namespace ?? namespaces.find(n => !n.includes('*')) ?? namespaces[0];
}
