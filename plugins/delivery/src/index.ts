/**
 * The delivery pages: what runs where, which version, is it well.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
export * from './api/DeliveryApi';
export * from './api/PipelinesApi';
export { DeliveryClient } from './api/DeliveryClient';
export { PipelinesClient } from './api/PipelinesClient';
export { arePipelinesAvailable, isDeliveryAvailable } from './availability';
export { deliveryTranslationRef } from './translation/ref';
