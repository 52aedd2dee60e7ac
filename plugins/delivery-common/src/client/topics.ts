import { routePath } from './ApiRoute';
import { deliveryRoutes } from './routes';
import type { ServiceRef } from './types';

const VERSION = 'v1/';

/** Topic of a service's delivery; its events are `DeliveryEvent`s. @public */
export function deliveryTopic(service: ServiceRef): string {
  return routePath(deliveryRoutes.getDelivery, service).slice(VERSION.length);
}

/** Topic of a service's pipelines; its events are `PipelinesEvent`s. @public */
export function pipelinesTopic(service: ServiceRef): string {
  return routePath(deliveryRoutes.getPipelines, service).slice(VERSION.length);
}

/** Topic of the fleet; its events are `FleetEvent`s. @public */
export const FLEET_TOPIC: string = routePath(deliveryRoutes.getFleet, {}).slice(
  VERSION.length,
);
