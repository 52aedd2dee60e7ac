import { isError } from '@backstage/errors';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import { readBeginning } from './readBytes';
import type { StagesWithSource } from './StageReader';

const ERROR_CHARS = 2_000;
/** Characters that are read of an exception with its stack trace. */
const MAX_EXCEPTION_CHARS = 64 * 1024;

const stepsSchema = z.object({
  data: z.object({
    steps: z.array(
      z.object({
        id: z.union([z.string(), z.number()]),
        state: z.string().nullish(),
      }),
    ),
  }),
});

/**
 * Reads the exception that failed a stage. The Stage View's API returns it with the
 * stage, Pipeline Graph View with the step. Undefined if neither returns it.
 *
 * @see https://github.com/jenkinsci/pipeline-graph-view-plugin/blob/main/src/main/java/io/jenkins/plugins/pipelinegraphview/consoleview/PipelineConsoleViewAction.java
 */
export async function readStageError(
  client: JenkinsClient,
  ref: RunRef,
  { source }: StagesWithSource,
  stage: Stage,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (stage.error || source !== 'graph-view') return stage.error;
  const request = {
    signal,
    target: runName(ref, stage.name),
  };
  const path = `${runPath(ref)}/stages`;
  try {
    const { data } = await client.json(
      { ...request, path: `${path}/steps`, query: { nodeId: stage.id } },
      stepsSchema,
    );
    const broken = data.steps.findLast(({ state }) =>
      /^(failure|aborted|unstable)$/i.test(state ?? ''),
    );
    if (!broken) return undefined;
    const nodeId = String(broken.id);
    return await client.read(
      { ...request, path: `${path}/exceptionText`, query: { nodeId } },
      async response =>
        withoutStack(await readBeginning(response, MAX_EXCEPTION_CHARS)),
    );
  } catch (error) {
    // Older versions have neither endpoint
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

/** Returns the message without the stack trace of Jenkins' code. */
function withoutStack(exception: string): string | undefined {
  const message = exception
    .split('\n')
    .filter(line => !isStackFrame(line))
    .join('\n')
    .trim();
  return message.slice(0, ERROR_CHARS) || undefined;
}

/** Whether a line is a frame of a stack trace: `	at hudson.FilePath.act(FilePath.java:1160)`. */
function isStackFrame(line: string): boolean {
  if (!/^\s/.test(line) || !line.endsWith(')')) return false;
  const [method] = line.trim().replace(/^at /, '').split('(', 1);
  return /^[^\s.]+(\.[^\s.]+)+$/.test(method);
}
