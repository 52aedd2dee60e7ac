import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  deliveryRoutes,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryHub, FleetHub } from '../services';
import type { PipelineHub } from '../pipelines';
import { entityOf } from './entityOf';
import type { StreamOptions } from './EventStreams';
import { FleetTopic } from './FleetTopic';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Dependencies of the topics. */
export interface TopicOptions extends ViewOptions, FleetViewOptions {
  hub: DeliveryHub;
  pipelines: PipelineHub;
  fleet: FleetHub;
}

/** A request to follow a topic. */
interface TopicRequest {
  credentials: BackstageCredentials;
  /** Parameters of the topic's path */
  params: unknown;
  /** ID of the last received event, to resume the topic after it */
  lastEventId: string | undefined;
}

/** A topic of the event streams. */
export interface Topic {
  /** Path of the route that reads the topic once */
  path: string;
  /** Path of the route that streams the topic alone */
  streamPath: string;
  /**
   * Starts to follow the topic.
   * @throws the error for a caller who may not follow it
   */
  open(request: TopicRequest): Promise<StreamOptions>;
}

/** All topics of the event streams. */
export function createTopics(options: TopicOptions): Topic[] {
  return [
    {
      path: deliveryRoutes.getDelivery.path,
      streamPath: deliveryRoutes.streamDelivery.path,
      open: request => openDelivery(options, request),
    },
    {
      path: deliveryRoutes.getPipelines.path,
      streamPath: deliveryRoutes.streamPipelines.path,
      open: request => openPipelines(options, request),
    },
    {
      path: deliveryRoutes.getFleet.path,
      streamPath: deliveryRoutes.streamFleet.path,
      open: ({ credentials, lastEventId }) =>
        FleetTopic.create({
          fleet: options.fleet,
          readView: () => fleetViewOf(options, credentials),
          lastEventId,
        }),
    },
  ];
}

async function openDelivery(
  options: TopicOptions,
  { credentials, params, lastEventId }: TopicRequest,
): Promise<StreamOptions> {
  const view = await viewOf(options, params, credentials);
  return {
    subscribe: send => options.hub.subscribe(view, send, lastEventId),
    refreshAccess: async () =>
      JSON.stringify(await viewOf(options, params, credentials)) ===
      JSON.stringify(view),
  };
}

async function openPipelines(
  options: TopicOptions,
  request: TopicRequest,
): Promise<StreamOptions> {
  const { pipelines } = options;
  const readJobs = async () =>
    pipelines.locate(await readableEntity(options, request));
  const service = await readJobs();
  return {
    subscribe: send => pipelines.subscribe(service, send, request.lastEventId),
    refreshAccess: async () => pipelines.hasSameJobs(service, await readJobs()),
  };
}

async function readableEntity(
  options: TopicOptions,
  { credentials, params }: TopicRequest,
): Promise<Entity> {
  const entity = await entityOf(options, params, credentials);
  await options.serviceAuthorizer.authorize(
    pipelineReadPermission,
    entity,
    credentials,
  );
  return entity;
}
