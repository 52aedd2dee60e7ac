/**
 * A module of the delivery plugin that shows pipelines of Jenkins.
 *
 * @packageDocumentation
 */

export { deliveryModuleJenkins as default } from './module';
