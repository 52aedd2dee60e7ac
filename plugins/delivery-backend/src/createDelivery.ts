import type {
  AuditorService,
  AuthService,
  DatabaseService,
  HttpAuthService,
  HttpRouterService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import type { KubernetesClustersService } from '@fairway/backstage-plugin-delivery-node';
import { randomUUID } from 'node:crypto';
import { createActivity } from './activity';
import { ValueHasher, cachedFacts, createActions } from './actions';
import { readDeliveryConfig, readLimits, watchedClusters } from './config';
import type { ActionGuards } from './extensions/ActionGuards';
import type { ActionHandlers } from './extensions/ActionHandlers';
import type { PipelineProviders } from './extensions/PipelineProviders';
import type { RolloutEngines } from './services';
import { createHistory } from './history';
import {
  EventStreams,
  PersonLimits,
  createAuthorizers,
  createDeliveryMetrics,
  createHttp,
} from './http';
import { createKubernetes } from './kubernetes';
import { openDatabase } from './openDatabase';
import {
  DatabaseClaimStore,
  OwnershipResolver,
  Repositories,
} from './ownership';
import { createChanges, createPipelines } from './pipelines';
import { createServices } from './services';

/** Time limit for the first read of the clusters: the portal starts without a slow cluster. */
const FIRST_READ_LIMIT_MS = 10_000;

/** Services of Backstage that the plugin depends on. */
export interface CoreDependencies {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  httpAuth: HttpAuthService;
  httpRouter: HttpRouterService;
  kubernetesClusters: KubernetesClustersService;
  logger: LoggerService;
  metrics: MetricsService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  userInfo: UserInfoService;
}

/** Registries of what modules add to the plugin. */
export interface Extensions {
  engines: RolloutEngines;
  providers: PipelineProviders;
  handlers: ActionHandlers;
  guards: ActionGuards;
}

/** The areas of the plugin, connected. */
export interface Delivery {
  /** Starts all reads; resolves after the first read of the clusters or its time limit. */
  start(): Promise<void>;
  /** Ends all streams and reads, and closes all connections to clusters. */
  stop(): Promise<void>;
}

/** Creates the areas of the plugin and connects them. */
export async function createDelivery(options: {
  core: CoreDependencies;
  extensions: Extensions;
}): Promise<Delivery> {
  const { engines, providers, handlers, guards } = options.extensions;
  const { auth, catalog, kubernetesClusters, logger } = options.core;
  const config = readDeliveryConfig(options.core.config);
  const { environments, labelSelectorsEnabled } = config;
  const stopped = new AbortController();
  const clock = systemClock;
  const random = Math.random;
  const epoch = randomUUID();
  const getCredentials = () => auth.getOwnServiceCredentials();
  const metrics = createDeliveryMetrics(options.core.metrics);
  const knex = await openDatabase(options.core.database);
  const hasher = await ValueHasher.open(knex, config.auditHashKey);

  const kubernetes = createKubernetes({
    kubernetesClusters,
    auth,
    clusters: watchedClusters(environments),
    engines: engines.added(),
    actTokens: config.actTokens,
    observer: metrics.observer,
    clock,
    random,
    logger,
  });
  const { clusters, usage } = kubernetes;
  const repositories = Repositories.fromConfig(options.core.config);
  const ownership = OwnershipResolver.create({
    catalog,
    getCredentials,
    providers,
    jobBindings: config.jobBindings,
    repositories,
    store: DatabaseClaimStore.create(knex),
    clock,
  });
  const pipelines = createPipelines({
    knex,
    providers,
    ownership,
    catalog,
    getCredentials,
    clock,
    logger,
    epoch,
    signal: stopped.signal,
  });
  const services = createServices({
    access: kubernetes.access,
    clusters,
    usage,
    environments,
    engines,
    providers,
    ownership,
    repositories,
    latestRuns: pipelines.latestRuns,
    catalog,
    getCredentials,
    labelSelectorsEnabled,
    clock,
    logger,
    epoch,
  });
  const history = await createHistory({
    knex,
    scheduler: options.core.scheduler,
    logger,
    clusters,
    environments,
    clock,
    keepDays: config.historyDays,
  });
  const { changes, finder } = createChanges({
    config: options.core.config,
    providers,
    ownership,
    pipelines,
    reader: services.reader,
    history: history.reader,
    environments,
    clock,
    signal: stopped.signal,
  });
  const activity = createActivity({
    knex,
    services: services.catalog,
    ownership,
    pipelines,
    changes,
    environments,
  });
  const authorizers = createAuthorizers({
    permissions: options.core.permissions,
    permissionsRegistry: options.core.permissionsRegistry,
    catalog,
    getCredentials,
    environments,
  });
  const actions = createActions({
    knex,
    hasher,
    config,
    handlers,
    guards,
    authorizer: authorizers.request,
    mayReadValues: authorizers.mayReadConfiguration,
    catalog,
    getCredentials,
    writer: kubernetes.writer,
    facts: cachedFacts(clusters),
    providers,
    ownership,
    repositories,
    pollers: pipelines.pollers,
    runs: pipelines.runs,
    clock,
    logger,
  });
  const streams = EventStreams.create({
    random,
    clock,
    logger,
    onDrop: metrics.onDrop,
  });
  const limits = PersonLimits.create({
    httpAuth: options.core.httpAuth,
    limits: readLimits(options.core.config),
    onReject: metrics.onReject,
  });
  createHttp({
    httpRouter: options.core.httpRouter,
    httpAuth: options.core.httpAuth,
    userInfo: options.core.userInfo,
    auditor: options.core.auditor,
    catalog,
    authorizers,
    environments,
    labelSelectorsEnabled,
    ownership,
    providers,
    kubernetes,
    services,
    history,
    pipelines,
    changes,
    finder,
    activity,
    actions,
    streams,
    limits,
  });
  metrics.observe({
    clusters,
    viewers: () => services.viewers() + pipelines.hub.viewers(),
    topics: () => services.topics() + pipelines.hub.size,
    jobs: () => pipelines.pollers.size,
    recorder: history.recorder,
    now: clock.now,
  });

  const running: Promise<void>[] = [];
  return {
    async start() {
      const { signal } = stopped;
      const limit = AbortSignal.timeout(FIRST_READ_LIMIT_MS);
      await kubernetesClusters.whenProvided(limit);
      clusters.start();
      running.push(
        services.run(signal),
        pipelines.run(
          () =>
            pipelines.waitingRuns.isWatched
              ? services.catalog.index().all()
              : services.shownInFleet(),
          signal,
        ),
        usage.run(() => services.deliveryHub.viewedNamespaces(), signal),
        actions.settler.run(signal),
      );
      await clusters.firstRead(limit);
    },
    async stop() {
      streams.stop();
      limits.stop();
      services.stop();
      pipelines.stop();
      stopped.abort();
      await Promise.all(running);
      await history.recorder.stop();
      await kubernetes.stop();
    },
  };
}
