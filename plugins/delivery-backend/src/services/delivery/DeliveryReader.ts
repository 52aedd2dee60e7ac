import {
  clusterProblem,
  deliveryReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type {
  ClusterCache,
  ClusterCaches,
  SeriesRecord,
  UsagePoller,
  WorkloadRecord,
  WorkloadTree,
} from '../../kubernetes';
import type { EnvironmentConfig } from '../../config';
import { buildDelivery } from './buildDelivery';
import type { EnvironmentRecords } from './buildDelivery';
import type { RolloutEngines } from '../rollouts/RolloutEngines';
import { revisionHistory } from './revisionHistory';
import type { DescribedWorkload } from './DescribedWorkload';
import { Schedules } from './Schedules';
import { matchesQuery, isInScope } from './serviceQuery';
import type { ServiceQuery } from './serviceQuery';

/** A service as one kind of viewer may see it. */
export interface DeliveryView {
  query: ServiceQuery;
  /** Names of the environments that the viewer may read */
  environments: string[];
}

/** A workload with the objects that it owns, and its environment. */
export interface FoundWorkload extends WorkloadTree {
  /** Name of the environment */
  environment: string;
  cluster: string;
}

/** The part of a workload or series of jobs that assigns it to a service. */
type Claiming = Pick<WorkloadRecord, 'namespace' | 'labels' | 'entity'>;

/** Reads one service's delivery from the caches. */
export class DeliveryReader {
  readonly #clusters: ClusterCaches;
  readonly #environments: EnvironmentConfig[];
  readonly #engines: RolloutEngines;
  readonly #usage: Pick<UsagePoller, 'of'>;
  readonly #schedules: Schedules;
  readonly #startedAt: string;

  static create(options: {
    clusters: ClusterCaches;
    environments: EnvironmentConfig[];
    engines: RolloutEngines;
    usage: Pick<UsagePoller, 'of'>;
    now: () => number;
  }): DeliveryReader {
    return new DeliveryReader(options);
  }

  private constructor(options: Parameters<typeof DeliveryReader.create>[0]) {
    this.#clusters = options.clusters;
    this.#environments = options.environments;
    this.#engines = options.engines;
    this.#usage = options.usage;
    this.#schedules = Schedules.create(options);
    this.#startedAt = new Date(options.now()).toISOString();
  }

  read(view: DeliveryView): Delivery {
    return buildDelivery(
      view.query,
      this.#environments.map(config =>
        view.environments.includes(config.name)
          ? this.#readEnvironment(view.query, config)
          : this.#forbiddenEnvironment(config),
      ),
      (schedule, timeZone) => this.#schedules.nextRun(schedule, timeZone),
    );
  }

  /** The workload with a UID, if the view shows it. */
  find(view: DeliveryView, uid: string): FoundWorkload | undefined {
    for (const { name, cluster } of this.#environments) {
      const cache = this.#clusters.cache(cluster);
      const workload = cache.workload(uid);
      const only = { ...view, environments: [name] };
      if (
        workload &&
        view.environments.includes(name) &&
        this.concerns(only, cluster, workload)
      ) {
        return { environment: name, cluster, ...cache.tree(workload) };
      }
    }
    return undefined;
  }

  /** Whether a view shows a workload or a series of jobs. */
  concerns(
    { query, environments }: DeliveryView,
    cluster: string,
    claiming: Claiming,
  ): boolean {
    return (
      this.#environments.some(
        config =>
          config.cluster === cluster &&
          environments.includes(config.name) &&
          isInScope(query, config, claiming),
      ) && matchesQuery(query, claiming)
    );
  }

  #readEnvironment(
    query: ServiceQuery,
    config: EnvironmentConfig,
  ): EnvironmentRecords {
    const cache = this.#clusters.cache(config.cluster);
    const sync = cache.sync();
    const unavailable = cache.unavailableEngineKinds();
    const snapshots = candidates(query, cache)
      .filter(workload => isInScope(query, config, workload))
      .map(workload => cache.snapshot(workload))
      .map(snapshot => {
        const history = revisionHistory(snapshot);
        return {
          ...snapshot,
          history,
          rollout: this.#engines.describe(snapshot, history, unavailable),
          usage: this.#usage.of(config.cluster, snapshot.workload.namespace),
        };
      });
    return {
      config,
      sync,
      snapshots: snapshots.filter(snapshot => !isReplaced(snapshot, snapshots)),
      jobs: jobCandidates(query, cache)
        .filter(series => isInScope(query, config, series))
        .map(series => cache.jobs.tree(series)),
      // If the environment cannot be read, single kinds do not matter.
      unread: sync.state === 'synced' ? cache.unavailableKinds() : [],
    };
  }

  #forbiddenEnvironment(config: EnvironmentConfig): EnvironmentRecords {
    const problem = clusterProblem('environmentForbidden', {
      environment: config.name,
      permission: deliveryReadPermission.name,
    });
    return {
      config,
      sync: {
        state: 'forbidden',
        since: this.#startedAt,
        message: problem.message,
        problem,
      },
      snapshots: [],
      jobs: [],
      unread: [],
    };
  }
}

// A Rollout may replace a Deployment: it uses its template and scales it to zero.
function isReplaced(
  { workload }: DescribedWorkload,
  snapshots: DescribedWorkload[],
): boolean {
  return snapshots.some(
    ({ workload: other }) =>
      isEngineWorkload(other) &&
      other.own.replaces?.kind === workload.kind &&
      other.own.replaces.name === workload.name &&
      other.namespace === workload.namespace,
  );
}

function candidates(
  query: ServiceQuery,
  cache: ClusterCache,
): WorkloadRecord[] {
  if (query.selector === undefined) return cache.claimedBy(query);
  return cache.workloads().filter(workload => matchesQuery(query, workload));
}

function jobCandidates(
  query: ServiceQuery,
  { jobs }: ClusterCache,
): SeriesRecord[] {
  return query.selector === undefined
    ? jobs.claimedBy(query)
    : jobs.all().filter(series => matchesQuery(query, series));
}
