import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import type {
  ClusterCache,
  WorkloadFamily,
  WorkloadScene,
} from '../cluster/ClusterCache';
import type { Clusters } from '../cluster/Clusters';
import type { UsageWatch } from '../cluster/UsageWatch';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import type { SeriesRecord } from '../projection/jobRecords';
import type { WorkloadRecord } from '../projection/records';
import { buildDelivery } from './buildDelivery';
import type { EnvironmentRecords } from './buildDelivery';
import type { RolloutEngines } from './RolloutEngines';
import { Schedules } from './Schedules';
import { isFound, isLookedAt } from './serviceQuery';
import type { ServiceQuery } from './serviceQuery';

/** A service as one kind of viewer may see it. */
export interface DeliveryView {
  query: ServiceQuery;
  /** Names of the environments that the viewer may read */
  environments: string[];
}

/** A workload with what it owns, and where it is. */
export interface FoundWorkload extends WorkloadFamily {
  /** Name of the environment */
  environment: string;
  cluster: string;
}

/** What may belong to a service, by what it says of itself. */
type Claiming = Pick<WorkloadRecord, 'namespace' | 'labels' | 'entity'>;

/** Reads one service's delivery from the caches. */
export class DeliveryReader {
  readonly #clusters: Clusters;
  readonly #environments: EnvironmentConfig[];
  readonly #engines: RolloutEngines;
  readonly #usage: Pick<UsageWatch, 'of'>;
  readonly #schedules: Schedules;
  readonly #startedAt: string;

  static create(options: {
    clusters: Clusters;
    environments: EnvironmentConfig[];
    engines: RolloutEngines;
    usage: Pick<UsageWatch, 'of'>;
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
          : this.#refusedEnvironment(config),
      ),
      (schedule, timeZone) => this.#schedules.nextRun(schedule, timeZone),
    );
  }

  /** The workload of a uid, where it shows in a view. */
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
        return { environment: name, cluster, ...cache.family(workload) };
      }
    }
    return undefined;
  }

  /** Whether a workload or a series of jobs shows in a view. */
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
          isLookedAt(query, config, claiming),
      ) && isFound(query, claiming)
    );
  }

  #readEnvironment(
    query: ServiceQuery,
    config: EnvironmentConfig,
  ): EnvironmentRecords {
    const cache = this.#clusters.cache(config.cluster);
    const sync = cache.sync();
    const unreadByEngines = cache.engines.unread();
    const scenes = candidates(query, cache)
      .filter(workload => isLookedAt(query, config, workload))
      .map(workload => cache.scene(workload))
      .map(scene => ({
        ...scene,
        rollout: this.#engines.describe(scene, unreadByEngines),
        usage: this.#usage.of(config.cluster, scene.workload.namespace),
      }));
    return {
      config,
      sync,
      scenes: scenes.filter(scene => !isReplaced(scene, scenes)),
      jobs: jobCandidates(query, cache)
        .filter(series => isLookedAt(query, config, series))
        .map(series => cache.jobs.family(series)),
      // Where nothing can be read, that says it all.
      unread:
        sync.state === 'synced'
          ? [
              ...cache.context.unread(),
              ...cache.jobs.unread(),
              ...unreadByEngines,
            ]
          : [],
    };
  }

  #refusedEnvironment(config: EnvironmentConfig): EnvironmentRecords {
    return {
      config,
      sync: {
        state: 'refused',
        since: this.#startedAt,
        message: `You may not read the environment '${config.name}' of this service; whoever looks after the portal's permissions can grant delivery.read`,
      },
      scenes: [],
      jobs: [],
      unread: [],
    };
  }
}

// A Rollout may stand for a Deployment, whose template it takes and which it scales to zero.
function isReplaced(
  { workload }: WorkloadScene,
  scenes: WorkloadScene[],
): boolean {
  return scenes.some(
    ({ workload: other }) =>
      other.kind === 'Rollout' &&
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
  return cache.workloads().filter(workload => isFound(query, workload));
}

function jobCandidates(
  query: ServiceQuery,
  { jobs }: ClusterCache,
): SeriesRecord[] {
  return query.selector === undefined
    ? jobs.claimedBy(query)
    : jobs.all().filter(series => isFound(query, series));
}
