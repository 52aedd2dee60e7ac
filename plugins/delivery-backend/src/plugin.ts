import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  deliveryPermissions,
  servicePermissions,
  systemClock,
} from '@fairway/backstage-plugin-delivery-common';
import {
  actionsExtensionPoint,
  kubernetesClustersServiceRef,
  pipelineProvidersExtensionPoint,
  rolloutEnginesExtensionPoint,
} from '@fairway/backstage-plugin-delivery-node';
import { randomUUID } from 'node:crypto';
import { createActions } from './actions/createActions';
import { ActionGuards } from './extensions/ActionGuards';
import { ActionHandlers } from './extensions/ActionHandlers';
import { RequestAuthorizer } from './http/permissions/RequestAuthorizer';
import { ChangeReader } from './pipelines/changes/ChangeReader';
import {
  ClusterCaches,
  DirectClusterAccess,
  UsagePoller,
  workloadKinds,
} from './kubernetes';
import { readDeliveryConfig } from './config/readDeliveryConfig';
import { watchedClusters } from './config/watchedClusters';
import { DeliveryReader } from './services/delivery/DeliveryReader';
import { FleetHub } from './services/fleet/FleetHub';
import { ServiceCatalog } from './services/fleet/ServiceCatalog';
import { RolloutEngines } from './services/rollouts/RolloutEngines';
import { DeliveryHub } from './services/hub/DeliveryHub';
import { ObjectReader } from './services/manifests/ObjectReader';
import {
  DeliveryAuthorizer,
  deliveryResources,
} from './http/permissions/DeliveryAuthorizer';
import { deliveryResourceRef, deliveryRules } from './http/permissions/rules';
import {
  ServiceAuthorizer,
  serviceResources,
} from './http/permissions/ServiceAuthorizer';
import {
  serviceResourceRef,
  serviceRules,
} from './http/permissions/serviceRules';
import { PipelineProviders } from './extensions/PipelineProviders';
import { createPipelines } from './pipelines/createPipelines';
import { LatestRunPoller } from './pipelines/LatestRunPoller';
import { PipelineFinder } from './pipelines/PipelineFinder';
import { openDatabase } from './history/openDatabase';
import { startHistory } from './history/startHistory';
import { CommitHistory } from './pipelines/scm/CommitHistory';
import { createActionsRouter } from './http/actionsRouter';
import { createEnvironmentsRouter } from './http/environmentsRouter';
import { createCandidatesRouter } from './http/candidatesRouter';
import { createChangesRouter } from './http/changesRouter';
import { createPipelinesRouter } from './http/pipelinesRouter';
import { EventStreams } from './http/EventStreams';
import { createFleetRouter } from './http/fleetRouter';
import { createWebhooksRouter } from './http/webhooksRouter';
import { createDeliveryMetrics } from './http/metrics';
import { createRouter } from './http/router';
import { createStreamsRouter } from './http/streamsRouter';
import { createWorkloadsRouter } from './http/workloadsRouter';
import { WorkloadFeed } from './services/workloads/WorkloadFeed';

/** The portal is ready without a cluster that has not answered by then. */
const FIRST_READ_LIMIT_MS = 10_000;

/**
 * The delivery plugin's backend: reads the clusters that the Kubernetes plugin
 * is configured with, and serves what they run of each service, live.
 *
 * @public
 */
export const deliveryPlugin = createBackendPlugin({
  pluginId: 'delivery',
  register(env) {
    const engines = new RolloutEngines();
    env.registerExtensionPoint(rolloutEnginesExtensionPoint, {
      addEngine: engine => engines.add(engine),
    });
    const providers = new PipelineProviders();
    env.registerExtensionPoint(pipelineProvidersExtensionPoint, {
      addProvider: provider => providers.add(provider),
    });
    const handlers = new ActionHandlers();
    const guards = new ActionGuards();
    env.registerExtensionPoint(actionsExtensionPoint, {
      addHandler: handler => handlers.add(handler),
      addGuard: guard => guards.add(guard),
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kubernetesClusters: kubernetesClustersServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auth, catalog, lifecycle, logger, permissionsRegistry } = deps;
        const config = readDeliveryConfig(deps.config);
        const { environments, labelSelectorsEnabled, historyDays } = config;
        const clock = systemClock;
        const { now } = clock;
        const metrics = createDeliveryMetrics(deps.metrics);
        const access = DirectClusterAccess.create({
          clusters: deps.kubernetesClusters,
          auth,
        });
        const clusters = ClusterCaches.create({
          access,
          clusters: watchedClusters(environments),
          engines: engines.added(),
          observer: metrics.observer,
          clock,
          random: Math.random,
          logger,
        });
        const usage = UsagePoller.create({ access, clock });
        const reader = DeliveryReader.create({
          clusters,
          environments,
          engines,
          usage,
          now,
        });
        const hub = DeliveryHub.create({
          clusters,
          reader,
          usage,
          clock,
          epoch: randomUUID(),
        });
        const knex = await openDatabase(deps.database);
        const getCredentials = () => auth.getOwnServiceCredentials();
        const pipelines = createPipelines({
          knex,
          providers,
          catalog,
          getCredentials,
          clock,
          logger,
          epoch: randomUUID(),
        });
        const latestRuns = LatestRunPoller.create({
          ...pipelines,
          clock,
          logger,
        });
        const services = ServiceCatalog.create({
          catalog,
          getCredentials: () => auth.getOwnServiceCredentials(),
          labelSelectorsEnabled,
          locate: entity => providers.locate(entity),
          clock,
          logger,
        });
        const fleet = FleetHub.create({
          clusters,
          environments,
          services,
          reader,
          latestRuns,
          clock,
          epoch: randomUUID(),
        });
        const workloads = WorkloadFeed.create({
          clusters,
          environments,
          services,
          clock,
          epoch: randomUUID(),
        });
        const streams = EventStreams.create({
          random: Math.random,
          clock,
          logger,
          onDrop: metrics.onDrop,
        });
        const history = await startHistory({
          ...deps,
          knex,
          clusters,
          environments,
          clock,
          keepDays: historyDays,
        });
        metrics.observe({
          clusters,
          viewers: () =>
            hub.viewers() + fleet.viewers() + pipelines.hub.viewers(),
          recorder: history.recorder,
          now,
        });

        permissionsRegistry.addResourceType({
          resourceRef: deliveryResourceRef,
          permissions: deliveryPermissions,
          rules: Object.values(deliveryRules),
          getResources: deliveryResources({
            catalog,
            environments,
            getCredentials: () => auth.getOwnServiceCredentials(),
          }),
        });
        permissionsRegistry.addResourceType({
          resourceRef: serviceResourceRef,
          permissions: servicePermissions,
          rules: Object.values(serviceRules),
          getResources: serviceResources({ catalog, getCredentials }),
        });
        const { httpAuth } = deps;
        const authorizer = DeliveryAuthorizer.create({
          permissions: deps.permissions,
          ruleset:
            permissionsRegistry.getPermissionRuleset(deliveryResourceRef),
          environments,
        });
        const serviceAuthorizer = ServiceAuthorizer.create({
          permissions: deps.permissions,
          ruleset: permissionsRegistry.getPermissionRuleset(serviceResourceRef),
        });
        const views = { httpAuth, catalog, authorizer, labelSelectorsEnabled };
        const changes = ChangeReader.create({
          ...pipelines,
          commits: CommitHistory.fromConfig(deps.config),
          reader,
          history: history.reader,
          environments,
          clock,
        });
        deps.httpRouter.use(
          createPipelinesRouter({
            ...views,
            services: serviceAuthorizer,
            pipelines: pipelines.hub,
            runs: pipelines.runs,
            changes,
          }),
        );
        deps.httpRouter.use(
          createCandidatesRouter({
            ...views,
            services: serviceAuthorizer,
            finder: PipelineFinder.create({ providers, reader, clock }),
          }),
        );
        const writer = DirectClusterAccess.create({
          clusters: deps.kubernetesClusters,
          auth,
          actTokens: config.actTokens,
        });
        const actions = createActions({
          knex,
          config,
          handlers,
          guards,
          authorizer: RequestAuthorizer.create({
            permissions: deps.permissions,
            environments: authorizer,
            services: serviceAuthorizer,
          }),
          mayReadValues: async (entity, environment, credentials) =>
            (
              await authorizer.configurationReadable(entity, credentials)
            ).includes(environment),
          catalog,
          getCredentials,
          writer,
          providers,
          pollers: pipelines.pollers,
          runs: pipelines.runs,
          clock,
          logger,
        });
        deps.httpRouter.use(
          createEnvironmentsRouter({
            ...{ httpAuth, userInfo: deps.userInfo, authorizer },
            ...{ writer, clusters, environments },
          }),
        );
        deps.httpRouter.use(
          createActionsRouter({
            httpAuth,
            userInfo: deps.userInfo,
            auditor: deps.auditor,
            actions: actions.service,
          }),
        );
        deps.httpRouter.use(createWebhooksRouter(pipelines));
        deps.httpRouter.addAuthPolicy({
          path: '/v1/webhooks',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(
          createChangesRouter({
            ...views,
            services: serviceAuthorizer,
            changes,
          }),
        );
        const fleetViews = { authorizer, serviceAuthorizer, services };
        deps.httpRouter.use(
          createFleetRouter({ httpAuth, ...fleetViews, fleet }),
        );
        deps.httpRouter.use(
          createWorkloadsRouter({ httpAuth, workloads, services, streams }),
        );
        deps.httpRouter.use(
          createStreamsRouter({
            ...views,
            ...fleetViews,
            hub,
            pipelines: pipelines.hub,
            fleet,
            streams,
          }),
        );
        deps.httpRouter.use(
          createRouter({
            ...views,
            claims: actions.ownership,
            reader,
            history: history.reader,
            objects: ObjectReader.create({
              access,
              clock,
              kinds: [
                ...workloadKinds,
                ...engines.added().flatMap(engine => engine.workloads),
              ],
            }),
          }),
        );

        const stopped = new AbortController();
        const running: Promise<void>[] = [];
        // The backend counts as ready after its startup hooks: a new replica
        // takes no viewers while it knows nothing.
        lifecycle.addStartupHook(async () => {
          const limit = AbortSignal.timeout(FIRST_READ_LIMIT_MS);
          await deps.kubernetesClusters.whenProvided(limit);
          clusters.start();
          running.push(
            services.run(stopped.signal),
            pipelines.userResolver.run(stopped.signal),
            latestRuns.run(
              () => (fleet.viewers() ? services.index().all() : []),
              stopped.signal,
            ),
            usage.run(() => hub.places(), stopped.signal),
            actions.settler.run(stopped.signal),
          );
          await clusters.firstRead(limit);
        });
        lifecycle.addShutdownHook(async () => {
          streams.stop();
          hub.stop();
          pipelines.hub.stop();
          fleet.stop();
          workloads.stop();
          stopped.abort();
          await Promise.all(running);
          await history.recorder.stop();
          await clusters.stop();
          await Promise.all([access.close(), writer.close()]);
        });
      },
    });
  },
});
