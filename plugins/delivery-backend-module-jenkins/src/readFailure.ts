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
import {
  consoleFailure,
  consoleLines,
  firstToolError,
  lastError,
} from './consoleLines';
import type { ConsoleFailure } from './consoleLines';
import type { JenkinsClient } from './JenkinsClient';
import { readLog } from './readLog';
import { withoutStack } from './stackTrace';
import { readStageError } from './stageError';
import { readStageLog } from './stageLog';
import type { StagesWithSource } from './StageReader';

const FAILURE_LINES = 30;
/** Bytes of the end of a log: post-build steps may write a lot after the failure. */
const FAILURE_BYTES = 64 * 1024;

/** What is read of a run that failed. */
interface FailedRun {
  client: JenkinsClient;
  ref: RunRef;
  read: StagesWithSource;
  signal: AbortSignal;
}

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
  const failed = { client, ref, read, signal };
  const stage = focusedStage(read.stages);
  let reading: Promise<FailedLog> | undefined;
  // The log of a stage may have errors that were ignored; that of the run has the one that was not.
  const readRunError = async () => {
    reading ??= readRunLog(failed);
    return (await reading).log.error;
  };
  const [stageError, { log, problem }] = await Promise.all([
    stage && readErrorOf(failed, stage, readRunError),
    readFailedLog(failed, stage),
  ]);
  const error =
    stageError ?? (stage ? await readRunError() : undefined) ?? log.error;
  return {
    ...(stage && { stageId: stage.id, stageName: stage.name }),
    ...(error && { error: withoutStack(error) }),
    lastLines: log.lines.slice(-FAILURE_LINES),
    ...(problem && { problem }),
  };
}

async function readErrorOf(
  { client, ref, read, signal }: FailedRun,
  stage: Stage,
  readRunError: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    const error = await readStageError(
      client,
      ref,
      read,
      stage,
      readRunError,
      signal,
    );
    return error?.trim() || undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** A missing log does not make the rest of the run unreadable. */
interface FailedLog {
  log: ConsoleFailure;
  problem?: CodedMessage;
}

async function readFailedLog(
  failed: FailedRun,
  stage: Stage | undefined,
): Promise<FailedLog> {
  const { client, ref, read, signal } = failed;
  if (!stage?.hasLog) return readRunLog(failed);
  try {
    const { text } = await readStageLog(client, ref, read, stage.id, {
      signal,
      maxBytes: FAILURE_BYTES,
    });
    const lines = consoleLines(text);
    if (!lines.length) return await readRunLog(failed);
    const error = (lastError(lines) ?? firstToolError(lines))?.content.trim();
    return {
      log: { lines: lines.map(line => line.text), ...(error && { error }) },
    };
  } catch (error) {
    if (signal.aborted) throw error;
    // The log of the run may be readable
    return readRunLog(failed);
  }
}

async function readRunLog({
  client,
  ref,
  signal,
}: FailedRun): Promise<FailedLog> {
  try {
    const options = { signal, maxBytes: FAILURE_BYTES };
    const { text } = await readLog(client, ref, options);
    return { log: consoleFailure(text) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { log: { lines: [] }, problem: problemOf(error) };
  }
}
