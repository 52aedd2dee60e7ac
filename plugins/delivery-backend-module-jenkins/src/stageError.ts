import { isError } from '@backstage/errors';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { runName } from './jobPath';
import { readBeginning } from './readBytes';
import { graphViewPath } from './StageReader';
import type { StagesWithSource } from './StageReader';
import { withoutStack } from './stackTrace';

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
  const path = graphViewPath(ref, source);
  if (stage.error || path === undefined) return stage.error;
  const request = { signal, target: runName(ref, stage.name) };
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
        messageOf(await readBeginning(response, MAX_EXCEPTION_CHARS)),
    );
  } catch (error) {
    // Older versions have neither endpoint
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

function messageOf(exception: string): string | undefined {
  return withoutStack(exception).slice(0, ERROR_CHARS) || undefined;
}
