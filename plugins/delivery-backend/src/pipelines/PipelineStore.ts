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

/** A stored run that has not finished, as far as the portal knows. */
export interface UnfinishedRun {
  pipelineId: string;
  pipeline: PipelineLocation;
  run: RunRecord;
}

/** An input that a run of a job has waited for. */
export interface KnownInput {
  id: string;
  message: string;
  /** Name of the top-level stage that waited; undefined if the server reports no stages */
  stage?: string;
  /** Names of the users and groups who may answer; empty if the pipeline does not restrict them */
  submitters: string[];
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
  /** Runs of all pipelines that had not finished when they were read last; at most 1,000, newest first. */
  unfinishedRuns(): Promise<UnfinishedRun[]>;
  /** Removes unfinished runs of a pipeline, because the server does not have them any more. */
  removeUnfinished(pipelineId: string, numbers: number[]): Promise<void>;
  /** Stores runs of one pipeline. An unfinished run does not replace a finished one. */
  putRuns(pipeline: PipelineLocation, runs: RunRecord[]): Promise<void>;
  /** Adds details to a stored run that has finished. */
  putDetails(
    id: string,
    details: Partial<Pick<StoredRun, 'parts' | 'tests' | 'gate'>>,
  ): Promise<void>;
  /**
   * Stores inputs of a job, because the server does not report answered ones.
   *
   * @param key - as `jobKey` returns it
   */
  putInputs(key: string, inputs: KnownInput[]): Promise<void>;
  /**
   * Inputs that runs of a job have waited for.
   *
   * @param key - as `jobKey` returns it
   */
  inputs(key: string): Promise<KnownInput[]>;
}
