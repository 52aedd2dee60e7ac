/**
 * A module of the scaffolder: template actions that apply a service's objects
 * to an environment, and wait for its rollout and for the catalog.
 *
 * @packageDocumentation
 */

export { scaffolderModuleDelivery as default } from './module';
