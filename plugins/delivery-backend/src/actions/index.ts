export { auditedError } from './auditedError';
export { createActions } from './createActions';
export type { Actions } from './createActions';
export { cachedFacts } from './guards/references/ClusterFacts';
export { isAllowedSubmitter } from './pipelines/isAllowedSubmitter';
export { ValueHasher } from './ValueHasher';
export { AuditReader } from './AuditReader';
export type { RunApproval } from './AuditReader';
