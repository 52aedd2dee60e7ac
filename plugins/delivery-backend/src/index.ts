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
} from './permissions/rules';
export type { DeliveryResource } from './permissions/rules';
export {
  createServiceConditionalDecision,
  serviceConditions,
  serviceResourceRef,
} from './permissions/serviceRules';
export type { ServiceResource } from './permissions/serviceRules';
