/**
 * The delivery plugin's backend.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
export {
  createDeliveryConditionalDecision,
  deliveryConditions,
  deliveryResourceRef,
} from './http/permissions/rules';
export type { DeliveryResource } from './http/permissions/rules';
export {
  createServiceConditionalDecision,
  serviceConditions,
  serviceResourceRef,
} from './http/permissions/serviceRules';
export type { ServiceResource } from './http/permissions/serviceRules';
