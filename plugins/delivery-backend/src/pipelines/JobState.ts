import { RUNS_SHOWN } from '@fairway/backstage-plugin-delivery-common';
import type { SourceSync } from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  ListedPipeline,
} from '@fairway/backstage-plugin-delivery-node';
import { pipelineId } from './pipelineIds';
import type { KnownRun } from './PipelineStore';

/** A pipeline as it is known. */
export interface PipelineState {
  id: string;
  listed: ListedPipeline;
  isDefault: boolean;
  /** Newest first, at most {@link RUNS_SHOWN} */
  runs: readonly KnownRun[];
}

/** A job that an entity names, as it is known. */
export interface JobState {
  url?: string;
  sync: SourceSync;
  /** By id */
  pipelines: ReadonlyMap<string, PipelineState>;
}

/** Names that a repository's default branch goes by, the likeliest first. */
const DEFAULT_NAMES = ['main', 'master', 'trunk', 'develop'];

/**
 * The pipelines of a listing, with the runs that are known of each. The default
 * is what the server says, else goes by its name; one that is alone is it.
 */
export function pipelinesOf(
  place: { provider: string; server: string },
  { pipelines }: ListedJob,
  runsOf: (id: string) => readonly KnownRun[],
): Map<string, PipelineState> {
  const isTold = pipelines.some(({ isDefault }) => isDefault);
  const named = DEFAULT_NAMES.find(name =>
    pipelines.some(each => each.name === name),
  );
  return new Map(
    pipelines.map(listed => {
      const id = pipelineId(place.provider, place.server, listed.fullName);
      const isDefault = isTold
        ? listed.isDefault === true
        : pipelines.length === 1 || listed.name === named;
      return [id, { id, listed, isDefault, runs: runsOf(id) }];
    }),
  );
}

/** Known runs after some were read: each once, the newest first. */
export function mergeRuns(
  known: readonly KnownRun[],
  read: readonly KnownRun[],
): KnownRun[] {
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

/** A run as it is, with what is known of it that was not read this time: a list has no stages and no verdict. */
export function mergeRun(before: KnownRun, run: KnownRun): KnownRun {
  const hasVerdict = run.gate !== undefined && run.gate !== 'unknown';
  return {
    ...run,
    stages: run.stages ?? before.stages,
    tests: run.tests ?? before.tests,
    gate: hasVerdict ? run.gate : (before.gate ?? run.gate),
  };
}

/** Whether a run will not change any more. */
export function isFinished(run: KnownRun | undefined): boolean {
  return run?.status.state === 'finished';
}

/** What is to be read of a pipeline now. */
export type ReadPlan =
  | { what: 'runs'; limit: number }
  | { what: 'progress'; numbers: number[] }
  | { what: 'parts'; number: number };

/** A run that began longer ago is shown without its stages until somebody opens it. */
const STAGES_READ_MS = 60 * 24 * 60 * 60 * 1000;

/**
 * What a pipeline lacks: runs that it has not got, then how those go on, then the
 * stages of the newest, and of the branch that is released all that are shown.
 */
export function nextRead(
  { listed, runs, isDefault }: PipelineState,
  now: number,
): ReadPlan | undefined {
  const newest = runs.at(0);
  const last = listed.lastRun;
  if (last && last.number > (newest?.number ?? 0)) {
    const missing = newest ? last.number - newest.number : RUNS_SHOWN;
    return { what: 'runs', limit: Math.min(missing, RUNS_SHOWN) };
  }
  const numbers = runs.filter(run => !isFinished(run)).map(r => r.number);
  if (numbers.length) return { what: 'progress', numbers };
  const unread = runs
    .slice(0, isDefault ? RUNS_SHOWN : 1)
    .find(
      ({ stages, problem, startedAt }) =>
        !stages && !problem && now - Date.parse(startedAt) < STAGES_READ_MS,
    );
  return unread && { what: 'parts', number: unread.number };
}
