/**
 * A module of the catalog: entities of what runs in clusters, and what is wrong
 * with the annotations of those that are described.
 *
 * @packageDocumentation
 */

export { catalogModuleDelivery as default } from './module';
