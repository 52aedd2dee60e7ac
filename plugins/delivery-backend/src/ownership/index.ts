export { DatabaseClaimStore } from './DatabaseClaimStore';
export { OwnershipResolver } from './OwnershipResolver';
export { Repositories } from './Repositories';
export { claimantOf } from './claims';
export { addressIn, isWithin } from './repositoryAddress';
export { objectOwnership } from './workloads';
export type { IdClaims, OwnedObject, Ownership } from './workloads';
