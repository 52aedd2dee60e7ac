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

/** A run as it is known, with its stages where they were read. */
export type KnownRun = ListedRun & { stages?: Stage[] };

/** Where a pipeline is. */
export interface PipelineLocation {
  provider: string;
  server: string;
  fullName: string;
}

/** A job as it was listed last. */
export interface Listing {
  /** ISO time */
  readAt: string;
  listed: ListedJob;
}

/** What is kept of a run. */
export interface StoredRun {
  place: PipelineLocation;
  run: KnownRun;
  parts?: RunParts;
  tests?: TestReport;
  gate?: GateReport;
}

/** What CI servers told, kept for ever: a finished run does not change. */
export interface PipelineStore {
  listing(key: string): Promise<Listing | undefined>;
  putListing(key: string, listing: Listing): Promise<void>;
  /** The newest of each pipeline, newest first, by the pipeline's id. */
  newestRuns(
    pipelineIds: string[],
    limit: number,
  ): Promise<Map<string, KnownRun[]>>;
  /** Those of some commits, by the pipeline's id, newest first. */
  runsOf(
    pipelineIds: string[],
    limit: number,
    commit?: string,
  ): Promise<{ pipelineId: string; run: KnownRun }[]>;
  run(id: string): Promise<StoredRun | undefined>;
  /** Keeps runs of one pipeline. A finished one is not replaced by one that goes on. */
  putRuns(place: PipelineLocation, runs: KnownRun[]): Promise<void>;
  /** Keeps more of a run that is there and finished. */
  putMore(
    id: string,
    more: Partial<Pick<StoredRun, 'parts' | 'tests' | 'gate'>>,
  ): Promise<void>;
}
