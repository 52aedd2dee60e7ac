import { z } from 'zod';
import { recordedReleaseSchema } from './recordedRelease';
import type { ReleaseEntry } from './recordedRelease';

const labelsSchema = z.record(z.string(), z.string());

/** A row of the table `releases`; its migration says what the columns hold. */
export interface ReleaseRow {
  id: string;
  cluster: string;
  workload_uid: string;
  revision_uid: string;
  revision_number: number;
  namespace: string;
  workload_kind: string;
  workload_name: string;
  kubernetes_id: string | null;
  entity: string | null;
  labels: string;
  started_at: string;
  state: string;
  release: string;
}

export function rowOf({ release, claims }: ReleaseEntry): ReleaseRow {
  return {
    id: release.id,
    cluster: release.cluster,
    workload_uid: release.workload.uid,
    revision_uid: release.to.uid,
    revision_number: release.to.number,
    namespace: release.namespace,
    workload_kind: release.workload.kind,
    workload_name: release.workload.name,
    kubernetes_id: claims.id ?? null,
    entity: claims.entity ?? null,
    labels: JSON.stringify(claims.labels),
    started_at: release.startedAt,
    state: release.outcome.state,
    // Parsed, so that what is equal is written alike.
    release: JSON.stringify(recordedReleaseSchema.parse(release)),
  };
}

export function entryOf(row: ReleaseRow): ReleaseEntry {
  return {
    release: recordedReleaseSchema.parse(JSON.parse(row.release)),
    claims: {
      id: row.kubernetes_id ?? undefined,
      entity: row.entity ?? undefined,
      labels: labelsSchema.parse(JSON.parse(row.labels)),
    },
  };
}
