import type { JobIdentity } from '@fairway/backstage-plugin-delivery-node';
import type { Claimant } from './claims';

/** A claim of an entity to an id or a job. */
export interface Claim {
  /** Key of the id or job */
  resource: string;
  claimant: Claimant;
}

/** The first time that a claim was read. */
export interface RecordedClaim {
  resource: string;
  entityRef: string;
  source: string;
  owners: string[];
  /** ISO time with milliseconds */
  firstSeen: string;
}

/** Records claims, so that the first one is known later. */
export interface ClaimStore {
  /** All recorded claims, also those of entities that no longer exist. */
  recorded(): Promise<RecordedClaim[]>;
  /** Records claims that are not recorded yet, all with the same time. */
  record(claims: RecordedClaim[]): Promise<void>;
  /** What a job built when it was read last. */
  jobIdentity(job: string): Promise<JobIdentity | undefined>;
  /** Records what a job builds. */
  putJobIdentity(job: string, identity: JobIdentity): Promise<void>;
}
