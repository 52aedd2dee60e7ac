import type {
  PipelineProvider,
  PipelineRef,
} from '@fairway/backstage-plugin-delivery-node';
import { isFinished } from './JobState';
import type { ReadPlan, PipelineState } from './JobState';
import { pipelineId, runId } from './pipelineIds';
import type { KnownRun, PipelineStore } from './PipelineStore';

/** What reading is done with. */
export interface ReadOptions {
  provider: PipelineProvider;
  store: PipelineStore;
  signal: AbortSignal;
}

/**
 * Reads what a pipeline lacks, and keeps it.
 *
 * @param learn - hears of each run as it is read
 * @returns whether anything is new to a person who looks
 */
export async function executeRead(
  options: ReadOptions,
  ref: PipelineRef,
  { runs }: PipelineState,
  need: ReadPlan,
  learn: (read: KnownRun[]) => void,
): Promise<boolean> {
  const { provider, store, signal } = options;
  const place = { provider: provider.name, ...ref };
  switch (need.what) {
    case 'runs': {
      const read = await provider.listRuns(ref, { signal, limit: need.limit });
      learn(read);
      await store.putRuns(place, read);
      return read.some(run => !runs.some(r => r.number === run.number));
    }
    case 'parts':
      await readWhole(options, ref, need.number, learn);
      return true;
    default: {
      const moved = await Promise.all(
        need.numbers.map(number =>
          readProgress(
            options,
            ref,
            number,
            runs.find(run => run.number === number),
            learn,
          ),
        ),
      );
      return moved.includes(true);
    }
  }
}

async function readProgress(
  options: ReadOptions,
  ref: PipelineRef,
  number: number,
  before: KnownRun | undefined,
  learn: (read: KnownRun[]) => void,
): Promise<boolean> {
  const { provider, store, signal } = options;
  const read = await provider.readProgress({ ...ref, number }, { signal });
  const after = { ...read.run, stages: read.stages };
  if (isFinished(after)) {
    await readWhole(options, ref, number, learn);
    return true;
  }
  learn([after]);
  const hasMoved = shapeOf(before) !== shapeOf(after);
  if (hasMoved) {
    await store.putRuns({ provider: provider.name, ...ref }, [after]);
  }
  return hasMoved;
}

async function readWhole(
  { provider, store, signal }: ReadOptions,
  ref: PipelineRef,
  number: number,
  learn: (read: KnownRun[]) => void,
): Promise<void> {
  const parts = await provider.readRun({ ...ref, number }, { signal });
  const run = { ...parts.run, stages: parts.stages };
  learn([run]);
  await store.putRuns({ provider: provider.name, ...ref }, [run]);
  const id = pipelineId(provider.name, ref.server, ref.fullName);
  await store.putMore(runId(id, number), { parts });
}

// What a person would see move; not how long something has taken.
function shapeOf(run: KnownRun | undefined): string {
  return JSON.stringify([run?.status.state, run?.stages ?? []], (key, value) =>
    key === 'durationMs' ? undefined : value,
  );
}
