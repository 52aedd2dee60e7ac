import type {
  CodedMessage,
  RunFailure,
  Stage,
} from '@fairway/backstage-plugin-delivery-common';
import {
  runOutcome,
  focusedStage,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedRun,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import type { JenkinsClient } from './JenkinsClient';
import { readLog } from './readLog';
import type { LogRequest } from './readLog';
import { readStageError } from './stageError';
import { readStageLog } from './stageLog';
import type { StagesWithSource } from './StageReader';

const FAILURE_LINES = 30;
const FAILURE_BYTES = 16 * 1024;

/** Reads the cause from the stages and log of a run that failed, is unstable or was aborted; undefined for other runs. */
export async function readFailure(
  client: JenkinsClient,
  ref: RunRef,
  run: ListedRun,
  read: StagesWithSource,
  signal: AbortSignal,
): Promise<RunFailure | undefined> {
  const outcome = runOutcome(run);
  if (!['failed', 'unstable', 'aborted'].includes(outcome)) return undefined;
  const stage = focusedStage(read.stages);
  const options = { signal, maxBytes: FAILURE_BYTES };
  const { text, problem } = await readLastLines(
    client,
    ref,
    read,
    stage,
    options,
  );
  const lines = text
    .split(/\r?\n/)
    .filter(line => line.trim() && !/^\[Pipeline\]/.test(line));
  const stageError = stage && (await errorOf(client, ref, read, stage, signal));
  const error =
    stageError ??
    lines.findLast(line => /^(ERROR|FATAL|Caused by)\b|Exception:/.test(line));
  return {
    ...(stage && { stageId: stage.id, stageName: stage.name }),
    ...(error && { error: error.trim() }),
    lastLines: lines.slice(-FAILURE_LINES),
    ...(problem && { problem }),
  };
}

async function errorOf(
  client: JenkinsClient,
  ref: RunRef,
  read: StagesWithSource,
  stage: Stage,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await readStageError(client, ref, read, stage, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

// A missing log does not make the rest of the run unreadable.
async function readLastLines(
  client: JenkinsClient,
  ref: RunRef,
  read: StagesWithSource,
  stage: Stage | undefined,
  options: LogRequest,
): Promise<{ text: string; problem?: CodedMessage }> {
  try {
    if (stage?.hasLog) {
      const { text } = await readStageLog(client, ref, read, stage.id, options);
      if (text.trim()) return { text };
    }
    const { text } = await readLog(client, ref, options);
    return { text };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return { text: '', problem: problemOf(error) };
  }
}
