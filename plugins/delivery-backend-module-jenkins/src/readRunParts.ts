import { isError } from '@backstage/errors';
import {
  problemOf,
  stagesOfEndedRun,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  GateStatus,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedRun,
  RunParts,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsBuild } from './builds';
import { changesOf } from './commits';
import type { SameRepository } from './commits';
import { readInputs, withWaitingStatus } from './inputs';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import { parametersOf, toRun } from './parseRun';
import { readFailure } from './readFailure';
import type { StageReader, StagesWithSource } from './StageReader';
import { subRunsOf } from './subRuns';

const restartSchema = z.object({
  restartEnabled: z.boolean().nullish(),
  restartableStages: z.array(z.string()).nullish(),
});

/** Readers of the parts of a run. */
interface PartReaders {
  client: JenkinsClient;
  stages: StageReader;
  /** Reads the status of the quality gate; undefined if the run was not analysed */
  gateStatus: (
    build: JenkinsBuild,
    signal: AbortSignal,
  ) => Promise<GateStatus | undefined>;
  repositories: SameRepository;
}

/**
 * Reads the parts of a run that Jenkins serves at addresses of their own. Each part is
 * read for itself: if one cannot be read, the run has a problem and its other parts.
 */
export async function readRunParts(
  { client, stages, gateStatus, repositories }: PartReaders,
  ref: RunRef,
  build: JenkinsBuild,
  signal: AbortSignal,
): Promise<RunParts> {
  const problems: CodedMessage[] = [];
  const tryRead = async <T>(reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (signal.aborted || isGone(error, ref)) throw error;
      problems.push(problemOf(error));
      return undefined;
    }
  };
  const run = toRun(build, ref.repository, repositories);
  const isPipeline = /WorkflowRun$/.test(build._class);
  const isOver = run.status.state === 'finished';
  const [read, inputs, restartableStages, gate] = await Promise.all([
    tryRead(readStages(stages, ref, build, run, signal)),
    tryRead(readInputs(client, ref, build, signal)),
    isPipeline && isOver
      ? tryRead(readRestartableStages(client, ref, signal))
      : [],
    isOver ? tryRead(gateStatus(build, signal)) : undefined,
  ]);
  const source: StagesWithSource = read ?? { source: 'none', stages: [] };
  const failure = await tryRead(readFailure(client, ref, run, source, signal));
  return {
    run: {
      ...withWaitingStatus(run, inputs ?? []),
      ...(gate && { gate }),
    },
    ...(read && { stages: read.stages }),
    inputs: inputs ?? [],
    parameters: parametersOf(build.actions),
    changes: changesOf(build),
    artifacts: (build.artifacts ?? []).map(each => ({
      path: each.relativePath,
      name: each.fileName,
    })),
    restartableStages: restartableStages ?? [],
    ...(failure && { failure }),
    subRuns: subRunsOf(build),
    problems,
  };
}

/** Reads the part of a run that changes while it runs. A part that cannot be read now is missing. */
export async function readRunProgress(
  { client, stages, repositories }: Omit<PartReaders, 'gateStatus'>,
  ref: RunRef,
  build: JenkinsBuild,
  signal: AbortSignal,
): Promise<Pick<RunParts, 'run' | 'stages'>> {
  const tryRead = async <T>(reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (signal.aborted || isGone(error, ref)) throw error;
      return undefined;
    }
  };
  const run = toRun(build, ref.repository, repositories);
  const [read, inputs] = await Promise.all([
    tryRead(readStages(stages, ref, build, run, signal)),
    tryRead(readInputs(client, ref, build, signal)),
  ]);
  return {
    run: withWaitingStatus(run, inputs ?? []),
    ...(read && { stages: read.stages }),
  };
}

/** Reads the stages of a run. In a run that has ended, no stage is active. */
export async function readStages(
  stages: StageReader,
  ref: RunRef,
  build: Pick<JenkinsBuild, '_class'>,
  { status }: Pick<ListedRun, 'status'>,
  signal: AbortSignal,
): Promise<StagesWithSource> {
  const read = await stages.read(ref, build._class, signal);
  if (status.state !== 'finished') return read;
  return { ...read, stages: stagesOfEndedRun(read.stages, status.endedAt) };
}

async function readRestartableStages(
  client: JenkinsClient,
  ref: RunRef,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const { restartEnabled, restartableStages } = await client.json(
      {
        path: `${runPath(ref)}/restart/api/json`,
        query: { tree: 'restartEnabled,restartableStages' },
        signal,
        target: runName(ref, 'restart'),
      },
      restartSchema,
    );
    return restartEnabled ? [...new Set(restartableStages)] : [];
  } catch (error) {
    // Only declarative pipelines have this API
    if (isNotFound(error)) return [];
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}

/** Whether the whole run is gone, which the reader of its stages checks, and not only a part of it. */
function isGone(error: unknown, ref: RunRef): boolean {
  return (
    isNotFound(error) &&
    problemOf(error).values.target === runName(ref, 'stages')
  );
}
