import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { DatabasePipelineStore } from './DatabasePipelineStore';
import { JobPollers } from './JobPollers';
import { UserResolver } from './UserResolver';
import { PipelineHub } from './PipelineHub';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import type { PipelineStore } from './PipelineStore';
import { RunReader } from './RunReader';

/** What the portal reads pipelines with. */
export interface Pipelines {
  providers: PipelineProviders;
  store: PipelineStore;
  userResolver: UserResolver;
  pollers: JobPollers;
  hub: PipelineHub;
  runs: RunReader;
}

/** Puts together what reads pipelines; nothing is asked before somebody looks. */
export function createPipelines(options: {
  knex: Knex;
  providers: PipelineProviders;
  catalog: CatalogService;
  getCredentials: () => Promise<BackstageCredentials>;
  clock: Clock;
  logger: LoggerService;
  epoch: string;
}): Pipelines {
  const { providers } = options;
  const store = DatabasePipelineStore.create(options.knex);
  const userResolver = UserResolver.create(options);
  const pollers = JobPollers.create({ ...options, store });
  const parts = { ...options, store, userResolver, pollers };
  return {
    providers,
    store,
    userResolver,
    pollers,
    hub: PipelineHub.create(parts),
    runs: RunReader.create(parts),
  };
}
