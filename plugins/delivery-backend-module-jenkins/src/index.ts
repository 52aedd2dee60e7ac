/**
 * Module of the delivery plugin that adds the pipelines of Jenkins.
 *
 * @packageDocumentation
 */

export { deliveryModuleJenkins as default } from './module';
