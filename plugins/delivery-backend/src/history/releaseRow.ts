import { z } from 'zod';
import { recordedReleaseSchema } from './recordedRelease';
import type { ReleaseEntry } from './recordedRelease';
import { serviceColumns } from './serviceRows';
import type { ServiceRow } from './serviceRows';

const labelsSchema = z.record(z.string(), z.string());

/** A row of the table `releases`; its migration describes the columns. */
export interface ReleaseRow extends ServiceRow {
  revision_uid: string;
  revision_number: number;
  started_at: string;
  state: string;
  commit_hash: string | null;
  version: string | null;
  release: string;
}

export function rowOf({ release, ownership }: ReleaseEntry): ReleaseRow {
  return {
    ...serviceColumns(release, ownership),
    revision_uid: release.to.uid,
    revision_number: release.to.number,
    started_at: release.startedAt,
    state: release.outcome.state,
    commit_hash: release.commit?.slice(0, 64).toLowerCase() ?? null,
    version: release.version?.value.toLowerCase() ?? null,
    // Parsed, so that equal releases have the same text.
    release: JSON.stringify(recordedReleaseSchema.parse(release)),
  };
}

export function entryOf(row: ReleaseRow): ReleaseEntry {
  return {
    release: recordedReleaseSchema.parse(JSON.parse(row.release)),
    ownership: {
      id: row.kubernetes_id ?? undefined,
      entity: row.entity ?? undefined,
      labels: labelsSchema.parse(JSON.parse(row.labels)),
    },
  };
}
