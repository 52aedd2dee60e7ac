import {
  KUBERNETES_ID,
  releaseSchema,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { WorkloadRecord } from '../kubernetes';

/**
 * A recorded release. Its environment and entity are resolved when it is read,
 * because the configuration and the catalog may change.
 */
export const recordedReleaseSchema = releaseSchema.omit({
  entityRef: true,
  environment: true,
});

/** A recorded release; see {@link recordedReleaseSchema}. */
export type RecordedRelease = z.infer<typeof recordedReleaseSchema>;

/** Labels and annotation that assign a workload to a service. */
export interface OwnershipLabels {
  /** The label `backstage.io/kubernetes-id` */
  id?: string;
  /** The annotation `fairway.dev/entity` */
  entity?: string;
  /** All labels, sorted by key */
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

/** A release with the ownership labels of its workload. */
export interface ReleaseEntry {
  release: RecordedRelease;
  ownership: OwnershipLabels;
}

/**
 * Id of a release, the same for all replicas. A rollback gives an old revision a
 * new number, so the id depends on both.
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
