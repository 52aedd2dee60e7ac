/**
 * A module of the delivery plugin that shows rollouts of Argo Rollouts.
 *
 * @packageDocumentation
 */

export { deliveryModuleArgoRollouts as default } from './module';
