import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { DeliveryConfig } from '../config';
import type { ActionGuards } from '../extensions/ActionGuards';
import type { ActionHandlers } from '../extensions/ActionHandlers';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import type { ClusterWriter } from '../kubernetes';
import type { OwnershipResolver, Repositories } from '../ownership';
import type { JobPollers, RunReader } from '../pipelines';
import type { ActionAuthorizer } from './ActionAuthorizer';
import { ActionService } from './ActionService';
import { ActionSettler } from './ActionSettler';
import { ApplyHandler } from './apply/ApplyHandler';
import { ApplyObserver } from './apply/ApplyObserver';
import { ApplyPlanner } from './apply/ApplyPlanner';
import { DatabaseActionStore } from './DatabaseActionStore';
import { GeneratedSecrets } from './apply/GeneratedSecrets';
import { builtInGuards } from './guards/builtInGuards';
import type { ClusterFacts } from './guards/references/ClusterFacts';
import { PipelineCreateHandler } from './pipelines/PipelineCreateHandler';
import { RunHandler } from './pipelines/RunHandler';
import type { ValueHasher } from './ValueHasher';

/** The actions area. */
export interface Actions {
  service: ActionService;
  /** Gives unsettled actions an outcome; to be run */
  settler: ActionSettler;
}

/**
 * Creates the actions area: the portal's own handlers and guards beside those of
 * modules, the service that performs actions, and what settles them.
 */
export function createActions(options: {
  knex: Knex;
  hasher: ValueHasher;
  config: DeliveryConfig;
  /** Registry with the handlers of modules */
  handlers: ActionHandlers;
  /** Registry with the guards of modules */
  guards: ActionGuards;
  authorizer: ActionAuthorizer;
  /** Whether a person may see the configuration of a service in an environment */
  mayReadValues: (
    entity: Entity,
    environment: string,
    credentials: BackstageCredentials,
  ) => Promise<boolean>;
  catalog: CatalogService;
  /** Credentials of the plugin */
  getCredentials: () => Promise<BackstageCredentials>;
  writer: ClusterWriter;
  facts: ClusterFacts;
  providers: PipelineProviders;
  ownership: OwnershipResolver;
  repositories: Repositories;
  pollers: JobPollers;
  runs: RunReader;
  clock: Clock;
  logger: LoggerService;
}): Actions {
  const { knex, hasher, config, handlers, guards, authorizer } = options;
  const { catalog, getCredentials, writer, providers, pollers, runs } = options;
  const { ownership, repositories, clock, logger } = options;
  const { environments, applyKinds: kinds, newNamespaces } = config;
  const secrets = GeneratedSecrets.create(knex);
  const builtIn = builtInGuards({
    config,
    ownership,
    repositories,
    providers,
    authorizer,
    writer,
    facts: options.facts,
    secrets,
  });
  builtIn.forEach(guard => guards.add(guard));
  handlers.add(
    ApplyHandler.create({
      planner: ApplyPlanner.create({ writer, kinds, newNamespaces, secrets }),
      observer: ApplyObserver.create(writer),
      environments,
      hasher,
      clock,
      mayReadValues: options.mayReadValues,
    }),
  );
  handlers.add(PipelineCreateHandler.create({ providers, pollers }));
  const readEntity = async (entityRef: string) =>
    catalog.getEntityByRef(entityRef, { credentials: await getCredentials() });
  for (const handler of RunHandler.all({
    authorizer,
    runs,
    pollers,
    providers,
    readEntity,
    logger,
  })) {
    handlers.add(handler);
  }
  const store = DatabaseActionStore.create(knex);
  const settler = ActionSettler.create({ store, handlers, clock, logger });
  const service = ActionService.create({
    handlers,
    guards,
    authorizer,
    catalog,
    getCredentials,
    store,
    hasher,
    settler,
    clock,
  });
  return { service, settler };
}
