/**
 * The model of the delivery plugin: types, schemas, permissions, annotations
 * and pure rules, used by both ends.
 *
 * @packageDocumentation
 */

export * from './action';
export * from './actionTarget';
export * from './activity';
export * from './annotationProblems';
export * from './annotations';
export * from './apply';
export * from './change';
export * from './client';
export * from './clusterProblems';
export { codedMessageSchema } from './codedMessage';
export type { CodedMessage } from './codedMessage';
export * from './commitSearch';
export * from './delivery';
export * from './diagnosis';
export * from './environments';
export * from './findingTexts';
export * from './fleet';
export * from './discoveredEntity';
export * from './health';
export * from './isoTime';
export * from './jobs';
export * from './labelSelector';
export * from './manifest';
export * from './namePattern';
export * from './patch';
export * from './permissions';
export * from './pipeline';
export * from './pipelineProblems';
export * from './preview';
export * from './problem';
export * from './refusals';
export * from './release';
export * from './releaseAuthor';
export * from './requestProblems';
export * from './resources';
export * from './rollout';
export * from './run';
export * from './runDetail';
export {
  allSoftware,
  isSameSoftware,
  mainSoftware,
  percentOf,
} from './serving';
export type { ServedSoftware, SoftwareIdentity } from './serving';
export * from './servingText';
export * from './stage';
export * from './submitters';
export * from './timeline';
export * from './timing';
export * from './trim';
export * from './version';
export * from './waiting';
export * from './workloads';
