/**
 * Extension points and services for modules of the delivery plugin's backend, and their
 * contracts.
 *
 * @packageDocumentation
 */

export * from './actions';
export * from './checkActionHandler';
export * from './checkRolloutEngine';
export * from './kubernetesClusters';
export * from './parseYaml';
export * from './pipelineProvider';
export * from './pipelineTypes';
export { Repositories } from './Repositories';
export * from './rolloutActions';
export * from './rolloutEngine';
