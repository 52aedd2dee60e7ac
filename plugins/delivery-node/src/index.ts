/**
 * What modules of the delivery plugin's backend build on: services and their
 * contracts.
 *
 * @packageDocumentation
 */

export * from './kubernetesClusters';
export * from './rolloutEngine';
