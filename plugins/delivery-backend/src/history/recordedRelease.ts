import {
  KUBERNETES_ID,
  releaseSchema,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { WorkloadRecord } from '../kubernetes';

/**
 * A release as it is recorded. Which environment and entity it shows under is
 * decided when it is read, by the configuration and the catalog of that time.
 */
export const recordedReleaseSchema = releaseSchema.omit({
  entityRef: true,
  environment: true,
});

/** A release as it is recorded; see {@link recordedReleaseSchema}. */
export type RecordedRelease = z.infer<typeof recordedReleaseSchema>;

/** By what a workload says whose it is, and what a selector may find it by. */
export interface OwnershipLabels {
  /** The label `backstage.io/kubernetes-id` */
  id?: string;
  /** The annotation `fairway.dev/entity` */
  entity?: string;
  /** Sorted by key */
  labels: Record<string, string>;
}

export function ownershipLabelsOf({
  labels,
  entity,
}: WorkloadRecord): OwnershipLabels {
  return {
    id: labels[KUBERNETES_ID],
    entity,
    labels: Object.fromEntries(
      Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

/** A release with the claims of its workload. */
export interface ReleaseEntry {
  release: RecordedRelease;
  claims: OwnershipLabels;
}

/**
 * A release's id: the same whoever records it. A roll back takes up an old
 * revision again under a new number, so both are part of it.
 */
export function releaseId(key: {
  cluster: string;
  workloadUid: string;
  revisionUid: string;
  number: number;
}): string {
  return createHash('sha256')
    .update(
      [key.cluster, key.workloadUid, key.revisionUid, key.number].join('\n'),
    )
    .digest('hex')
    .slice(0, 32);
}
