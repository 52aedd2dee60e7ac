/**
 * Pages that show where a service runs, its version and its health.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
export * from './api/ActionsApi';
export * from './api/DeliveryApi';
export * from './api/LiveUpdatesApi';
export * from './api/PipelinesApi';
export { DeliveryClient } from './api/DeliveryClient';
export { LiveUpdatesClient } from './api/LiveUpdatesClient';
export { PipelinesClient } from './api/PipelinesClient';
export { arePipelinesAvailable, isDeliveryAvailable } from './availability';
export { deliveryTranslationRef } from './translation/ref';
export { DeliverySidebarItem } from './waiting/DeliverySidebarItem';
export type { DeliverySidebarItemProps } from './waiting/DeliverySidebarItem';
