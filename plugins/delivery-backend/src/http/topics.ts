import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryHub, FleetHub } from '../services';
import type { PipelineHub } from '../pipelines';
import { entityOf } from './entityOf';
import type { StreamOptions } from './EventStreams';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** What the topics need. */
export interface TopicOptions extends ViewOptions, FleetViewOptions {
  hub: DeliveryHub;
  pipelines: PipelineHub;
  fleet: FleetHub;
}

/** Who wants to follow what. */
export interface TopicRequest {
  credentials: BackstageCredentials;
  /** The parameters of the topic's path */
  params: unknown;
  /** The event after which to go on */
  lastEventId: string | undefined;
}

/**
 * What can be followed, each topic by the path that reads it once. To open one
 * throws what is to be answered to who may not follow it.
 */
export function createTopics(options: TopicOptions) {
  return {
    '/services/:kind/:namespace/:name': followDelivery,
    '/services/:kind/:namespace/:name/pipelines': followPipelines,
    '/fleet': followFleet,
  };

  async function followDelivery(request: TopicRequest): Promise<StreamOptions> {
    const { credentials, params, lastEventId } = request;
    const view = await viewOf(options, params, credentials);
    return {
      subscribe: send => options.hub.subscribe(view, send, lastEventId),
      isStillAllowed: async () =>
        JSON.stringify(await viewOf(options, params, credentials)) ===
        JSON.stringify(view),
    };
  }

  async function followPipelines(
    request: TopicRequest,
  ): Promise<StreamOptions> {
    const { credentials, params, lastEventId } = request;
    const { pipelines, serviceAuthorizer } = options;
    const readable = async () => {
      const entity = await entityOf(options, params, credentials);
      await serviceAuthorizer.authorize(
        pipelineReadPermission,
        entity,
        credentials,
      );
      return entity;
    };
    const entity = await readable();
    return {
      subscribe: send => pipelines.subscribe(entity, send, lastEventId),
      isStillAllowed: async () =>
        pipelines.hasSameJobs(entity, await readable()),
    };
  }

  async function followFleet({
    credentials,
    lastEventId,
  }: TopicRequest): Promise<StreamOptions> {
    const { fleet } = options;
    let view = await fleetViewOf(options, credentials);
    let leave = () => {};
    let follow = () => leave;
    return {
      subscribe: send => {
        leave = fleet.subscribe(view, send, lastEventId);
        follow = () => fleet.subscribe(view, send);
        return () => leave();
      },
      isStillAllowed: async () => {
        const now = await fleetViewOf(options, credentials);
        if (now.key === view.key) return true;
        // A service came or went, or a right: the viewer goes on with a snapshot.
        view = now;
        leave();
        leave = follow();
        return true;
      },
    };
  }
}
