export { DatabaseClaimStore } from './DatabaseClaimStore';
export { OwnershipResolver } from './OwnershipResolver';
export { Repositories } from './Repositories';
export { claimantOf } from './claims';
export { containsJob } from './jobs';
export { addressIn } from './repositoryAddress';
export { objectOwnership } from './workloads';
export type { IdClaims, OwnedObject, Ownership } from './workloads';
