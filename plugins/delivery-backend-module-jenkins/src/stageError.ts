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
 * Of several steps that failed, the first is the cause if later ones clean up, and the
 * last if the pipeline tried again or ignored the first. The error of the run decides.
 *
 * @see https://github.com/jenkinsci/pipeline-graph-view-plugin/blob/main/src/main/java/io/jenkins/plugins/pipelinegraphview/consoleview/PipelineConsoleViewAction.java
 */
export async function readStageError(
  client: JenkinsClient,
  ref: RunRef,
  { source }: StagesWithSource,
  stage: Stage,
  readRunError: () => Promise<string | undefined>,
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
    const broken = brokenSteps(data.steps);
    const [first, last] = await Promise.all(
      [broken.at(0), broken.length > 1 ? broken.at(-1) : undefined].map(
        nodeId => nodeId && readException(client, request, path, nodeId),
      ),
    );
    if (!first || !last || first === last) return first || last || undefined;
    const runError = await readRunError();
    const isCause = (message: string) =>
      runError?.includes(message.split('\n')[0]) ?? false;
    return isCause(last) && !isCause(first) ? last : first;
  } catch (error) {
    // Older versions have neither endpoint
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

async function readException(
  client: JenkinsClient,
  request: { signal: AbortSignal; target: string },
  path: string,
  nodeId: string,
): Promise<string> {
  return client.read(
    { ...request, path: `${path}/exceptionText`, query: { nodeId } },
    async response => {
      const text = await readBeginning(response, MAX_EXCEPTION_CHARS);
      return withoutStack(text).slice(0, ERROR_CHARS);
    },
  );
}

/** Ids of the steps that broke a stage, in their order: those that failed, otherwise those of the next worse state. */
function brokenSteps(steps: z.infer<typeof stepsSchema>['data']['steps']) {
  for (const worst of ['failure', 'aborted', 'unstable']) {
    const found = steps.filter(({ state }) => state?.toLowerCase() === worst);
    if (found.length) return found.map(({ id }) => String(id));
  }
  return [];
}
