import type {
  AuditorService,
  HttpAuthService,
  HttpRouterService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Actions } from '../actions';
import type { Activity } from '../activity';
import type { EnvironmentConfig } from '../config';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import type { History } from '../history';
import type { Kubernetes } from '../kubernetes';
import type { OwnershipResolver } from '../ownership';
import type { ChangeReader, PipelineFinder, Pipelines } from '../pipelines';
import type { Services } from '../services';
import { createActivityRouter } from './activityRouter';
import { createActionsRouter } from './actionsRouter';
import { createCandidatesRouter } from './candidatesRouter';
import { createChangesRouter } from './changesRouter';
import { createEnvironmentsRouter } from './environmentsRouter';
import type { EventStreams } from './EventStreams';
import { createFleetRouter } from './fleetRouter';
import type { PersonLimits } from './limits/PersonLimits';
import { createOpenApiRouter } from './openApiRouter';
import type { Authorizers } from './permissions/createAuthorizers';
import { createPipelinesRouter } from './pipelinesRouter';
import { createRouter } from './router';
import { createStreamsRouter } from './streamsRouter';
import { createWaitingRouter } from './waitingRouter';
import { createWebhooksRouter } from './webhooksRouter';
import { createWorkloadsRouter } from './workloadsRouter';

/** Adds the routes of the API to the plugin's router. */
export function createHttp(options: {
  httpRouter: HttpRouterService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
  catalog: CatalogService;
  authorizers: Authorizers;
  environments: EnvironmentConfig[];
  labelSelectorsEnabled: boolean;
  ownership: OwnershipResolver;
  providers: PipelineProviders;
  kubernetes: Pick<Kubernetes, 'writer' | 'clusters'>;
  services: Services;
  history: Pick<History, 'reader'>;
  pipelines: Pipelines;
  changes: ChangeReader;
  finder: PipelineFinder;
  activity: Activity;
  actions: Actions;
  streams: EventStreams;
  limits: PersonLimits;
}): void {
  const { httpRouter, httpAuth, userInfo, catalog, authorizers } = options;
  const { environments, labelSelectorsEnabled, kubernetes, services } = options;
  const { history, pipelines, changes, actions, streams, limits } = options;
  const { ownership, activity } = options;
  // Before the limits, which need credentials.
  httpRouter.use(
    createWebhooksRouter({
      auditor: options.auditor,
      providers: options.providers,
      pollers: pipelines.pollers,
    }),
  );
  httpRouter.addAuthPolicy({ path: '/v1/webhooks', allow: 'unauthenticated' });
  httpRouter.use(limits.calls);
  httpRouter.use(
    createPipelinesRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      labelSelectorsEnabled,
      ownership,
      services: authorizers.service,
      pipelines: pipelines.hub,
      runs: pipelines.runs,
      changes,
      limits,
    }),
  );
  httpRouter.use(
    createCandidatesRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      labelSelectorsEnabled,
      ownership,
      services: authorizers.service,
      finder: options.finder,
    }),
  );
  httpRouter.use(
    createEnvironmentsRouter({
      httpAuth,
      userInfo,
      authorizer: authorizers.delivery,
      writer: kubernetes.writer,
      clusters: kubernetes.clusters,
      environments,
    }),
  );
  httpRouter.use(
    createActionsRouter({
      httpAuth,
      userInfo,
      auditor: options.auditor,
      actions: actions.service,
    }),
  );
  httpRouter.use(
    createChangesRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      labelSelectorsEnabled,
      ownership,
      services: authorizers.service,
      changes,
    }),
  );
  httpRouter.use(
    createFleetRouter({
      httpAuth,
      authorizer: authorizers.delivery,
      serviceAuthorizer: authorizers.service,
      services: services.catalog,
      fleet: services.fleetHub,
    }),
  );
  httpRouter.use(
    createWaitingRouter({
      httpAuth,
      userInfo,
      authorizer: authorizers.delivery,
      serviceAuthorizer: authorizers.service,
      services: services.catalog,
      fleet: services.fleetHub,
      waitingRuns: pipelines.waitingRuns,
    }),
  );
  httpRouter.use(
    createActivityRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      serviceAuthorizer: authorizers.service,
      services: services.catalog,
      activity,
    }),
  );
  httpRouter.use(
    createWorkloadsRouter({
      httpAuth,
      authorizer: authorizers.delivery,
      workloads: services.workloadFeed,
      services: services.catalog,
      streams,
      limits,
    }),
  );
  httpRouter.use(
    createStreamsRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      labelSelectorsEnabled,
      ownership,
      serviceAuthorizer: authorizers.service,
      services: services.catalog,
      hub: services.deliveryHub,
      pipelines: pipelines.hub,
      fleet: services.fleetHub,
      streams,
      limits,
    }),
  );
  httpRouter.use(createOpenApiRouter({ httpAuth }));
  httpRouter.use(
    createRouter({
      httpAuth,
      catalog,
      authorizer: authorizers.delivery,
      labelSelectorsEnabled,
      ownership,
      reader: services.reader,
      history: history.reader,
      objects: services.objectReader,
      services: authorizers.service,
      authors: activity.authors,
    }),
  );
}
