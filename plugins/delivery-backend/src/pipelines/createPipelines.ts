import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import type { OwnershipResolver } from '../ownership';
import type { ServiceWithJobs } from '../services';
import { DatabasePipelineStore } from './DatabasePipelineStore';
import { JobPollers } from './JobPollers';
import { LatestRunPoller } from './LatestRunPoller';
import { PipelineHub } from './PipelineHub';
import type { PipelineStore } from './PipelineStore';
import { RunReader } from './RunReader';
import { UserResolver } from './UserResolver';
import { WaitingRunReader } from './WaitingRunReader';

/** Readers of pipelines and runs. */
export interface Pipelines {
  store: PipelineStore;
  userResolver: UserResolver;
  pollers: JobPollers;
  latestRuns: LatestRunPoller;
  hub: PipelineHub;
  runs: RunReader;
  waitingRuns: WaitingRunReader;
  /**
   * Keeps users and latest runs up to date, and releases pollers that nobody needs,
   * until the signal aborts; never throws.
   *
   * @param wanted - the services whose latest runs are shown now
   */
  run(wanted: () => ServiceWithJobs[], signal: AbortSignal): Promise<void>;
  /** Ends all streams. */
  stop(): void;
}

/** Creates everything that reads pipelines. CI servers are read only on demand. */
export function createPipelines(options: {
  knex: Knex;
  providers: PipelineProviders;
  ownership: OwnershipResolver;
  catalog: CatalogService;
  getCredentials: () => Promise<BackstageCredentials>;
  clock: Clock;
  logger: LoggerService;
  /** Distinguishes the event ids of this process from those of other replicas */
  epoch: string;
  /** Ends the waits when it aborts */
  signal: AbortSignal;
}): Pipelines {
  const { providers, ownership, catalog, getCredentials } = options;
  const { clock, logger, epoch } = options;
  const store = DatabasePipelineStore.create(options.knex);
  const userResolver = UserResolver.create({
    catalog,
    getCredentials,
    clock,
    logger,
  });
  const pollers = JobPollers.create({ store, clock, logger });
  const latestRuns = LatestRunPoller.create({
    providers,
    ownership,
    pollers,
    clock,
    logger,
  });
  const hub = PipelineHub.create({
    providers,
    ownership,
    pollers,
    userResolver,
    clock,
    epoch,
  });
  const runs = RunReader.create({
    ownership,
    pollers,
    store,
    userResolver,
    clock,
    signal: options.signal,
  });
  const waitingRuns = WaitingRunReader.create({
    store,
    pollers,
    ownership,
    clock,
  });
  return {
    store,
    userResolver,
    pollers,
    latestRuns,
    hub,
    runs,
    waitingRuns,
    async run(wanted, signal) {
      await Promise.all([
        userResolver.run(signal),
        latestRuns.run(wanted, signal),
        pollers.run(signal),
      ]);
    },
    stop: () => hub.stop(),
  };
}
