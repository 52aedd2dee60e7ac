import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  clusterProblem,
  deliveryReadPermission,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  Delivery,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
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
import { distinct } from '../../distinct';
import { nextRecheck } from '../diagnosis/grace';
import { buildDelivery } from './buildDelivery';
import type { EnvironmentRecords } from './buildDelivery';
import type { RolloutEngines } from '../rollouts/RolloutEngines';
import { revisionHistory } from './revisionHistory';
import type { DescribedWorkload } from './DescribedWorkload';
import type { Rechecks } from './Rechecks';
import { Schedules } from './Schedules';
import type { Repositories } from '../../ownership';
import { claimOf, ownershipOf } from './claimOf';
import type { Claiming } from './claimOf';
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
  /** How it belongs to the service */
  claim: Pick<Workload, 'claim' | 'claimants'>;
}

/** Reads one service's delivery from the caches. */
export class DeliveryReader {
  readonly #clusters: ClusterCaches;
  readonly #environments: EnvironmentConfig[];
  readonly #engines: RolloutEngines;
  readonly #usage: Pick<UsagePoller, 'of'>;
  readonly #repositories: Pick<Repositories, 'isSame'>;
  readonly #schedules: Schedules;
  readonly #startedAt: string;
  readonly #now: () => number;
  readonly #rechecks: Pick<Rechecks, 'schedule'> | undefined;

  static create(options: {
    clusters: ClusterCaches;
    environments: EnvironmentConfig[];
    engines: RolloutEngines;
    usage: Pick<UsagePoller, 'of'>;
    repositories: Pick<Repositories, 'isSame'>;
    now: () => number;
    /** Without it, a state that depends on the time is read only after the next change */
    rechecks?: Pick<Rechecks, 'schedule'>;
  }): DeliveryReader {
    return new DeliveryReader(options);
  }

  private constructor(options: Parameters<typeof DeliveryReader.create>[0]) {
    this.#clusters = options.clusters;
    this.#environments = options.environments;
    this.#engines = options.engines;
    this.#usage = options.usage;
    this.#repositories = options.repositories;
    this.#schedules = Schedules.create(options);
    this.#now = options.now;
    this.#rechecks = options.rechecks;
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
    for (const config of this.#environments) {
      const { name, cluster } = config;
      const cache = this.#clusters.cache(cluster);
      const workload = cache.workload(uid);
      if (!workload || !view.environments.includes(name)) continue;
      const claim = this.#claimOf(view.query, config, workload);
      if (claim) {
        return { environment: name, cluster, claim, ...cache.tree(workload) };
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
    return this.#environments.some(
      config =>
        config.cluster === cluster &&
        environments.includes(config.name) &&
        this.#claimOf(query, config, claiming) !== undefined,
    );
  }

  #claimOf(
    query: ServiceQuery,
    config: EnvironmentConfig,
    claiming: Claiming,
  ): FoundWorkload['claim'] | undefined {
    return isInScope(query, config, claiming)
      ? claimOf(query, config, claiming, this.#repositories)
      : undefined;
  }

  #readEnvironment(
    query: ServiceQuery,
    config: EnvironmentConfig,
  ): EnvironmentRecords {
    const cache = this.#clusters.cache(config.cluster);
    const sync = cache.sync();
    const unavailable = cache.unavailableEngineKinds();
    const now = this.#now();
    const found = candidates(query, cache).filter(workload =>
      isInScope(query, config, workload),
    );
    const snapshots = found
      .flatMap(workload => {
        const claim = this.#claimOf(query, config, workload);
        return claim ? [{ ...cache.snapshot(workload), claim }] : [];
      })
      .map(snapshot => {
        const history = revisionHistory(snapshot);
        const at = nextRecheck(snapshot, now);
        if (at !== undefined) {
          const { uid } = snapshot.workload;
          this.#rechecks?.schedule(config.cluster, uid, at);
        }
        return {
          ...snapshot,
          history,
          rollout: this.#engines.describe(snapshot, history, unavailable),
          now,
          usage: this.#usage.of(config.cluster, snapshot.workload.namespace),
        };
      });
    return {
      config,
      sync,
      snapshots: snapshots.filter(snapshot => !isReplaced(snapshot, snapshots)),
      jobs: jobCandidates(query, cache)
        .filter(series => this.#claimOf(query, config, series))
        .map(series => cache.jobs.tree(series)),
      // If the environment cannot be read, single kinds do not matter.
      ownershipProblem: this.#ownershipProblem(query, config, found),
      unread: sync.state === 'synced' ? cache.unavailableKinds() : [],
    };
  }

  /** Why some of the workloads with the id of a service do not belong to it. */
  #ownershipProblem(
    query: ServiceQuery,
    config: EnvironmentConfig,
    found: WorkloadRecord[],
  ): CodedMessage | undefined {
    const owners = found.flatMap(workload => {
      const ownership = ownershipOf(
        query,
        config,
        workload,
        this.#repositories,
      );
      return ownership.state === 'other' &&
        query.id !== undefined &&
        workload.labels[KUBERNETES_ID] === query.id
        ? ownership.owners
        : [];
    });
    if (!owners.length) return undefined;
    return requestProblem('workloadsOfOther', {
      id: query.id ?? '',
      owners: distinct(owners).join(', '),
      entityRef: query.entityRef,
      annotation: FAIRWAY_ENTITY,
    });
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
