import { RUNS_SHOWN } from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  SourceSync,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  ListedPipeline,
} from '@fairway/backstage-plugin-delivery-node';
import { pipelineId } from './pipelineIds';
import type { RunRecord } from './PipelineStore';

/** A pipeline with its newest runs. */
export interface PipelineState {
  id: string;
  listed: ListedPipeline;
  isDefault: boolean;
  /** Newest first, at most {@link RUNS_SHOWN} */
  runs: readonly RunRecord[];
}

/** A job of an entity, and the pipelines in it. */
export interface JobState {
  /** http(s) address of the job */
  url?: string;
  sync: SourceSync;
  /** Why pipelines are missing from the listing */
  problems?: CodedMessage[];
  /** Pipelines by id */
  pipelines: ReadonlyMap<string, PipelineState>;
}

/** Usual names of the default branch, the most likely first. */
const DEFAULT_BRANCHES = ['main', 'master', 'trunk', 'develop'];

/**
 * Pipelines of a listing, by id. The default one is the one that the server
 * marks, else the one with a usual name, else the only one.
 *
 * @param runsOf - known runs of a pipeline
 */
export function pipelinesOf(
  source: { provider: string; server: string },
  { pipelines }: ListedJob,
  runsOf: (id: string) => readonly RunRecord[],
): Map<string, PipelineState> {
  const isMarked = pipelines.some(({ isDefault }) => isDefault);
  const named = DEFAULT_BRANCHES.find(name =>
    pipelines.some(each => each.name === name),
  );
  return new Map(
    pipelines.map(listed => {
      const id = pipelineId(source.provider, source.server, listed.fullName);
      const isDefault = isMarked
        ? listed.isDefault === true
        : pipelines.length === 1 || listed.name === named;
      return [id, { id, listed, isDefault, runs: runsOf(id) }];
    }),
  );
}

/** Merges known runs with runs that were just read: each once, newest first. */
function mergeRuns(
  known: readonly RunRecord[],
  read: readonly RunRecord[],
): RunRecord[] {
  const merged = new Map(known.map(run => [run.number, run]));
  for (const run of read) {
    const before = merged.get(run.number);
    const isOlder = isFinished(before) && !isFinished(run);
    if (isOlder) continue;
    merged.set(run.number, before ? mergeRun(before, run) : run);
  }
  return [...merged.values()]
    .sort((a, b) => b.number - a.number)
    .slice(0, RUNS_SHOWN);
}

/**
 * Merges a run with its known state: a list of runs has no stages, tests or gate,
 * so known ones are kept. Stages from before the end of the run are not kept, because
 * they have changed since.
 */
export function mergeRun(before: RunRecord, run: RunRecord): RunRecord {
  const hasGate = run.gate !== undefined && run.gate !== 'unknown';
  const hasEnded = isFinished(run) && !isFinished(before);
  return {
    ...run,
    stages: run.stages ?? (hasEnded ? undefined : before.stages),
    tests: run.tests ?? before.tests,
    gate: hasGate ? run.gate : (before.gate ?? run.gate),
  };
}

/** Whether a run has finished and will not change again. */
export function isFinished(run: RunRecord | undefined): boolean {
  return run?.status.state === 'finished';
}

/** Whether a pipeline has a run that has not finished, by its runs or by the listing. */
export function isActive({ listed, runs }: PipelineState): boolean {
  return listed.lastRun?.isRunning === true || !runs.every(isFinished);
}

/**
 * The next read of a pipeline.
 *
 * - `runs`: runs that are missing
 * - `progress`: status of runs that have not finished
 * - `parts`: stages of one run
 */
export type ReadPlan =
  | { type: 'runs'; limit: number }
  | { type: 'progress'; numbers: number[] }
  | { type: 'parts'; number: number };

/** Stages of older runs are read only when a user opens the run. */
const STAGES_MAX_AGE_MS = 60 * 24 * 60 * 60 * 1000;

/**
 * Plans the next read of a pipeline: first missing runs, then progress of active
 * runs, then stages of the newest run, or of all shown runs of the default branch.
 *
 * @param now - milliseconds since the epoch
 * @param isPaused - whether the stages of the run with this number are not read now,
 * because they could not be read a short time ago
 */
export function nextRead(
  { listed, runs, isDefault }: PipelineState,
  now: number,
  isPaused: (number: number) => boolean,
): ReadPlan | undefined {
  const newest = runs.at(0);
  const last = listed.lastRun;
  if (last && last.number > (newest?.number ?? 0)) {
    const missing = newest ? last.number - newest.number : RUNS_SHOWN;
    return { type: 'runs', limit: Math.min(missing, RUNS_SHOWN) };
  }
  const numbers = runs.filter(run => !isFinished(run)).map(r => r.number);
  if (numbers.length) return { type: 'progress', numbers };
  const incomplete = runs
    .slice(0, isDefault ? RUNS_SHOWN : 1)
    .find(
      ({ number, stages, problem, startedAt }) =>
        !stages &&
        !problem &&
        !isPaused(number) &&
        now - Date.parse(startedAt) < STAGES_MAX_AGE_MS,
    );
  return incomplete && { type: 'parts', number: incomplete.number };
}

/** A job's state with other runs that were read of one of its pipelines. */
export function withRuns(
  state: JobState,
  id: string,
  read: readonly RunRecord[],
): JobState {
  return updatePipeline(state, id, runs => mergeRuns(runs, read));
}

/** A job's state without runs that the server does not have any more. */
export function withoutRuns(
  state: JobState,
  id: string,
  numbers: number[],
): JobState {
  return updatePipeline(state, id, runs =>
    runs.filter(({ number }) => !numbers.includes(number)),
  );
}

/** A job's state after a read has failed: what is known stays. */
export function withFailure(state: JobState, problem: CodedMessage): JobState {
  const { readAt } = state.sync;
  return {
    ...state,
    sync: readAt
      ? { state: 'stale', readAt, problem }
      : { state: 'failed', problem },
  };
}

function updatePipeline(
  state: JobState,
  id: string,
  update: (runs: readonly RunRecord[]) => RunRecord[],
): JobState {
  const pipeline = state.pipelines.get(id);
  if (!pipeline) return state;
  const pipelines = new Map(state.pipelines);
  pipelines.set(id, { ...pipeline, runs: update(pipeline.runs) });
  return { ...state, pipelines };
}
