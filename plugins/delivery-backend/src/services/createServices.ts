import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../config';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import type { OwnershipResolver, Repositories } from '../ownership';
import type { RolloutEngines } from './rollouts/RolloutEngines';
import { workloadKinds } from '../kubernetes';
import type { ClusterAccess, ClusterCaches, UsagePoller } from '../kubernetes';
import { DeliveryReader } from './delivery/DeliveryReader';
import { Rechecks } from './delivery/Rechecks';
import { FleetHub } from './fleet/FleetHub';
import type { LatestRuns } from './fleet/LatestRuns';
import type { Service } from './fleet/Service';
import { ServiceCatalog } from './fleet/ServiceCatalog';
import { DeliveryHub } from './hub/DeliveryHub';
import { ObjectReader } from './manifests/ObjectReader';
import { WorkloadFeed } from './workloads/WorkloadFeed';

/** Services of the catalog and what the clusters run of each. */
export interface Services {
  catalog: ServiceCatalog;
  reader: DeliveryReader;
  deliveryHub: DeliveryHub;
  fleetHub: FleetHub;
  workloadFeed: WorkloadFeed;
  objectReader: ObjectReader;
  /** Number of viewers of all streams of services. */
  viewers(): number;
  /** Number of topics in memory, of services and of the fleet. */
  topics(): number;
  /** Services that viewers of the fleet see now; none while the fleet has no viewer. */
  shownInFleet(): Service[];
  /** Reads the catalog's services until the signal aborts; never throws. */
  run(signal: AbortSignal): Promise<void>;
  /** Ends all streams. */
  stop(): void;
}

/** Creates everything that reads services; nothing runs before `run`. */
export function createServices(options: {
  access: ClusterAccess;
  clusters: ClusterCaches;
  usage: UsagePoller;
  environments: EnvironmentConfig[];
  engines: RolloutEngines;
  providers: PipelineProviders;
  ownership: OwnershipResolver;
  repositories: Repositories;
  latestRuns: LatestRuns;
  catalog: CatalogService;
  getCredentials: () => Promise<BackstageCredentials>;
  labelSelectorsEnabled: boolean;
  clock: Clock;
  logger: LoggerService;
  /** Distinguishes the event ids of this process from those of other replicas */
  epoch: string;
}): Services {
  const { access, clusters, usage, environments, engines, providers } = options;
  const { latestRuns, labelSelectorsEnabled, clock, logger, epoch } = options;
  const { ownership, repositories } = options;
  const catalog = ServiceCatalog.create({
    catalog: options.catalog,
    getCredentials: options.getCredentials,
    labelSelectorsEnabled,
    locate: entity => providers.locate(entity),
    ownership,
    clock,
    logger,
  });
  const rechecks = Rechecks.create({ clusters, clock });
  const reader = DeliveryReader.create({
    clusters,
    environments,
    engines,
    usage,
    repositories,
    now: clock.now,
    rechecks,
  });
  const deliveryHub = DeliveryHub.create({
    clusters,
    reader,
    usage,
    clock,
    epoch,
  });
  const fleetHub = FleetHub.create({
    clusters,
    environments,
    services: catalog,
    reader,
    latestRuns,
    clock,
    epoch,
  });
  const workloadFeed = WorkloadFeed.create({
    clusters,
    environments,
    services: catalog,
    repositories,
    clock,
    epoch,
  });
  const engineKinds = engines.added().flatMap(engine => engine.workloads);
  const objectReader = ObjectReader.create({
    access,
    clock,
    kinds: [...workloadKinds, ...engineKinds],
  });
  return {
    catalog,
    reader,
    deliveryHub,
    fleetHub,
    workloadFeed,
    objectReader,
    viewers: () => deliveryHub.viewers() + fleetHub.viewers(),
    topics: () => deliveryHub.size + fleetHub.size,
    shownInFleet: () => (fleetHub.viewers() ? catalog.index().all() : []),
    run: signal => catalog.run(signal),
    stop() {
      rechecks.stop();
      deliveryHub.stop();
      fleetHub.stop();
      workloadFeed.stop();
    },
  };
}
