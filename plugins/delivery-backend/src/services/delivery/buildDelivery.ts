import { compareWorkloads } from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  Delivery,
  Environment,
  Sync,
} from '@fairway/backstage-plugin-delivery-common';
import type { JobHistory, UnavailableKind } from '../../kubernetes';
import type { EnvironmentConfig } from '../../config';
import { buildJobs } from './buildJobs';
import type { NextRun } from './buildJobs';
import { buildWorkload } from './buildWorkload';
import type { DescribedWorkload } from './DescribedWorkload';
import type { ServiceQuery } from './serviceQuery';

/** Records of one service in one environment. */
export interface EnvironmentRecords {
  config: EnvironmentConfig;
  sync: Sync;
  /** The service's workloads in all namespaces of the environment */
  snapshots: DescribedWorkload[];
  /** The service's jobs in the same namespaces */
  jobs: JobHistory[];
  /** Kinds that cannot be read and that explain workloads or are jobs */
  unread: UnavailableKind[];
  /** Why workloads with the id of the service are missing */
  ownershipProblem?: CodedMessage;
}

/** Builds the delivery of a service from records; pure. */
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

// Usually one; if the service is in several namespaces, one for each.
function buildEnvironments(
  query: ServiceQuery,
  records: EnvironmentRecords,
  nextRun: NextRun,
): Environment[] {
  const { config, sync, snapshots, jobs, unread, ownershipProblem } = records;
  const namespaces = new Set([
    ...snapshots.map(({ workload }) => workload.namespace),
    ...jobs.map(({ series }) => series.namespace),
  ]);
  if (!namespaces.size) namespaces.add(likelyNamespace(query, config));
  return [...namespaces].sort().map(namespace => ({
    name: config.name,
    cluster: config.cluster,
    namespace,
    production: config.production,
    sync,
    ...(unread.length > 0 && { unavailableKinds: unread }),
    ...(ownershipProblem && { ownershipProblem }),
    jobs: buildJobs(
      jobs.filter(({ series }) => series.namespace === namespace),
      nextRun,
    ),
    workloads: snapshots
      .filter(({ workload }) => workload.namespace === namespace)
      .map(snapshot => buildWorkload(snapshot, sync))
      .sort(compareWorkloads),
  }));
}

function likelyNamespace(
  { namespace }: ServiceQuery,
  { namespaces }: EnvironmentConfig,
): string {
  return namespace ?? namespaces.find(n => !n.includes('*')) ?? namespaces[0];
}
