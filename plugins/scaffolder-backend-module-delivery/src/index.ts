/**
 * Module of the scaffolder plugin with template actions that publish a repository,
 * apply a service's objects to an environment, create its pipeline, and wait for its
 * rollout and for the catalog.
 *
 * @packageDocumentation
 */

export { scaffolderModuleDelivery as default } from './module';
