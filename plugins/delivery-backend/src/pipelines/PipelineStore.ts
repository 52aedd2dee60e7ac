import type {
  GateReport,
  Stage,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  ListedRun,
  RunParts,
} from '@fairway/backstage-plugin-delivery-node';

/** A run with its stages, if they have been read. */
export type RunRecord = ListedRun & { stages?: Stage[] };

/** A pipeline by its full name on a CI server. */
export interface PipelineLocation {
  provider: string;
  server: string;
  fullName: string;
}

/** The latest listing of a job. */
export interface Listing {
  /** ISO time */
  readAt: string;
  listed: ListedJob;
}

/** A stored run with its details. */
export interface StoredRun {
  pipeline: PipelineLocation;
  run: RunRecord;
  parts?: RunParts;
  tests?: TestReport;
  gate?: GateReport;
}

/** Stores listings and runs of CI servers permanently: finished runs do not change. */
export interface PipelineStore {
  /** @param key - as `jobKey` returns it */
  listing(key: string): Promise<Listing | undefined>;
  putListing(key: string, listing: Listing): Promise<void>;
  /** Newest runs of each pipeline, newest first, by id of the pipeline. */
  newestRuns(
    pipelineIds: string[],
    limit: number,
  ): Promise<Map<string, RunRecord[]>>;
  /**
   * Runs with a commit, newest first.
   *
   * @param commit - start of a commit hash; runs of any commit if it is omitted
   */
  runsOf(
    pipelineIds: string[],
    limit: number,
    commit?: string,
  ): Promise<{ pipelineId: string; run: RunRecord }[]>;
  run(id: string): Promise<StoredRun | undefined>;
  /** Stores runs of one pipeline. An unfinished run does not replace a finished one. */
  putRuns(pipeline: PipelineLocation, runs: RunRecord[]): Promise<void>;
  /** Adds details to a stored run that has finished. */
  putDetails(
    id: string,
    details: Partial<Pick<StoredRun, 'parts' | 'tests' | 'gate'>>,
  ): Promise<void>;
}
