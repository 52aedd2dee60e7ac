/**
 * Module of the catalog plugin that adds entities for running workloads, and reports
 * problems of the annotations of other entities.
 *
 * @packageDocumentation
 */

export { catalogModuleDelivery as default } from './module';
