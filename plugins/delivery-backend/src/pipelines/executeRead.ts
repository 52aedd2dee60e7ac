import { isError } from '@backstage/errors';
import type {
  PipelineProvider,
  PipelineRef,
} from '@fairway/backstage-plugin-delivery-node';
import { isFinished } from './JobState';
import type { ReadPlan } from './JobState';
import { pipelineId, runId } from './pipelineIds';
import type { PipelineStore, RunRecord } from './PipelineStore';
import { readParts, withoutCredentials } from './readParts';

/** Options of {@link executeRead}. */
export interface ReadOptions {
  provider: PipelineProvider;
  store: PipelineStore;
  signal: AbortSignal;
  ref: PipelineRef;
  /** Known runs of the pipeline */
  runs: readonly RunRecord[];
  plan: ReadPlan;
  /** Called with runs as soon as they are read */
  onRead: (read: RunRecord[]) => void;
}

/** Result of {@link executeRead}. */
interface ReadResult {
  /** Whether anything has changed that users see */
  hasChanged: boolean;
  /** Whether the stages could not be read */
  isIncomplete: boolean;
  /** Numbers of runs that the server does not have any more */
  gone: number[];
}

/**
 * Executes a planned read of a pipeline, and stores the runs.
 *
 * @throws the error of the provider if a run itself cannot be read
 */
export async function executeRead(options: ReadOptions): Promise<ReadResult> {
  const { provider, store, signal, ref, runs, plan, onRead } = options;
  switch (plan.type) {
    case 'runs': {
      const { limit } = plan;
      const listed = await provider.listRuns(ref, { signal, limit });
      const read = listed.map(withoutCredentials);
      onRead(read);
      await store.putRuns({ provider: provider.name, ...ref }, read);
      return {
        hasChanged: read.some(run => !runs.some(r => r.number === run.number)),
        isIncomplete: false,
        gone: [],
      };
    }
    case 'parts': {
      const isComplete = await readWhole(options, plan.number);
      return { hasChanged: isComplete, isIncomplete: !isComplete, gone: [] };
    }
    case 'progress': {
      return readAllProgress(options, plan.numbers);
    }
    default:
      return plan satisfies never;
  }
}

/**
 * Reads the progress of several runs, each for itself.
 *
 * @throws the first error after the others have been read, except for deleted runs
 */
async function readAllProgress(
  options: ReadOptions,
  numbers: number[],
): Promise<ReadResult> {
  const results = await Promise.allSettled(
    numbers.map(number => readProgress(options, number)),
  );
  const gone: number[] = [];
  let hasChanged = false;
  let failure: unknown;
  results.forEach((result, index) => {
    if (result.status === 'fulfilled') hasChanged ||= result.value;
    else if (isNotFound(result.reason)) gone.push(numbers[index]);
    else failure ??= result.reason;
  });
  if (failure !== undefined) throw failure;
  return { hasChanged, isIncomplete: false, gone };
}

function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}

async function readProgress(
  options: ReadOptions,
  number: number,
): Promise<boolean> {
  const { provider, store, signal, ref, runs, onRead } = options;
  const before = runs.find(run => run.number === number);
  const read = await provider.readProgress({ ...ref, number }, { signal });
  // Stages that cannot be read now have not changed.
  const stages = read.stages ?? before?.stages;
  const after = { ...withoutCredentials(read.run), stages };
  if (isFinished(after)) {
    await readWhole(options, number);
    return true;
  }
  onRead([after]);
  const hasChanged = visibleState(before) !== visibleState(after);
  if (hasChanged) {
    await store.putRuns({ provider: provider.name, ...ref }, [after]);
  }
  return hasChanged;
}

/** Reads a run with its details; returns whether it has its stages. */
async function readWhole(
  { provider, store, signal, ref, onRead }: ReadOptions,
  number: number,
): Promise<boolean> {
  const parts = await readParts(provider, { ...ref, number }, signal);
  const run = { ...parts.run, stages: parts.stages };
  onRead([run]);
  await store.putRuns({ provider: provider.name, ...ref }, [run]);
  // Details with a problem are read again when someone opens the run.
  if (!parts.problems.length) {
    const id = pipelineId(provider.name, ref.server, ref.fullName);
    await store.putDetails(runId(id, number), { parts });
  }
  return parts.stages !== undefined;
}

/** Fields whose values always change while a run has not finished. */
const CHANGING = ['durationMs', 'pausedMs', 'expectedEndAt'];

/** State of a run that users see change. */
function visibleState(run: RunRecord | undefined): string {
  return JSON.stringify([run?.status, run?.stages ?? []], (key, value) =>
    CHANGING.includes(key) ? undefined : value,
  );
}
