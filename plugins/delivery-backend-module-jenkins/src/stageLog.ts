import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  isActiveStage,
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type { LogPart, Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { htmlText } from './htmlText';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import { partialLineLength, wholeLines, normalizeLineEnds } from './logBytes';
import type { LogRequest } from './readLog';
import { graphViewPath } from './StageReader';
import type { StagesWithSource } from './StageReader';

/** Maximum size of a stage's log, because neither plugin can send only a part of it. */
const MAX_STAGE_LOG_BYTES = 32 * 1024 * 1024;
/** Maximum number of steps of a stage whose logs are read, the last ones, each with one request. */
const MAX_STEPS = 30;
const RETURN = Buffer.from('\r');

const stepsSchema = z.object({
  stageFlowNodes: z
    .array(
      z.object({
        id: z.string(),
        _links: z.object({ log: z.unknown().optional() }).nullish(),
      }),
    )
    .default([]),
});

/** The end of a step's log, as HTML with links and colours. */
const logSchema = z.object({
  text: z.string().nullish(),
  hasMore: z.boolean().nullish(),
});

/** Common fields of the requests for a stage's log. */
interface StageRequest {
  target: string;
  signal: AbortSignal;
}

/**
 * Reads a part of the log of a stage.
 *
 * @throws NotFoundError if the run has no such stage
 */
export async function readStageLog(
  client: JenkinsClient,
  ref: RunRef,
  { source, stages }: StagesWithSource,
  stageId: string,
  { start, maxBytes, signal }: LogRequest,
): Promise<LogPart> {
  const stage = findStage(stages, stageId);
  if (!stage) {
    throw problemError(
      NotFoundError,
      pipelineProblem('stageNotFound', {
        server: client.server.name,
        target: runName(ref),
      }),
    );
  }
  const request = { target: runName(ref, stage.name), signal };
  const path = graphViewPath(ref, source);
  const bytes =
    path === undefined
      ? await logOfWfapi(client, request, ref, stageId)
      : await logOfGraphView(client, request, `${path}/log`, stageId);
  const isGrowing = isActiveStage(stage);
  const from = Math.min(
    start ?? Math.max(0, bytes.length - maxBytes),
    bytes.length,
  );
  const isTail = start === undefined && from > 0;
  const begin = from + (isTail ? partialLineLength(bytes.subarray(from)) : 0);
  const rest = bytes.subarray(begin);
  const isCut = rest.length > maxBytes;
  const text =
    isCut || isGrowing ? wholeLines(rest.subarray(0, maxBytes), isCut) : rest;
  return {
    text: text.toString('utf8'),
    start: begin,
    end: begin + text.length,
    size: bytes.length,
    isGrowing,
  };
}

/** @see https://github.com/jenkinsci/pipeline-graph-view-plugin/blob/main/src/main/java/io/jenkins/plugins/pipelinegraphview/consoleview/PipelineConsoleViewAction.java */
async function logOfGraphView(
  client: JenkinsClient,
  request: StageRequest,
  path: string,
  nodeId: string,
): Promise<Buffer> {
  const text = await client.read(
    { ...request, path, query: { nodeId } },
    async response => {
      const chunks: Buffer[] = [];
      let size = 0;
      let isReturnLast = false;
      for await (const chunk of response.body ?? []) {
        size += chunk.length;
        if (size > MAX_STAGE_LOG_BYTES) {
          throw problemError(
            ServiceUnavailableError,
            pipelineProblem('stageLogTooLarge', {
              server: client.server.name,
              target: request.target,
              limit: `${MAX_STAGE_LOG_BYTES / 1024 / 1024} MiB`,
            }),
          );
        }
        // A chunk may end between `\r` and `\n`.
        const part: Buffer = isReturnLast
          ? Buffer.concat([RETURN, chunk])
          : Buffer.from(chunk);
        isReturnLast = part.at(-1) === RETURN[0];
        chunks.push(
          normalizeLineEnds(isReturnLast ? part.subarray(0, -1) : part),
        );
        await setImmediate();
      }
      return Buffer.concat(isReturnLast ? [...chunks, RETURN] : chunks);
    },
  );
  return text.equals(Buffer.from('No logs found\n')) ? Buffer.alloc(0) : text;
}

/**
 * Reads the logs of a stage's steps, because a stage itself has no log.
 *
 * @see https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/src/main/java/com/cloudbees/workflow/rest/external/FlowNodeLogExt.java
 */
async function logOfWfapi(
  client: JenkinsClient,
  request: StageRequest,
  ref: RunRef,
  stageId: string,
): Promise<Buffer> {
  const nodePath = (id: string) =>
    `${runPath(ref)}/execution/node/${encodeURIComponent(id)}/wfapi`;
  const { stageFlowNodes } = await client.json(
    { ...request, path: `${nodePath(stageId)}/describe` },
    stepsSchema,
  );
  const logs = await Promise.allSettled(
    stageFlowNodes
      .filter(({ _links }) => _links?.log)
      .map(({ id }) => Number(id))
      .sort((a, b) => a - b)
      .slice(-MAX_STEPS)
      .map(id =>
        client.json(
          { ...request, path: `${nodePath(`${id}`)}/log` },
          logSchema,
        ),
      ),
  );
  const failed = logs.find(({ status }) => status === 'rejected');
  const isAny = logs.some(({ status }) => status === 'fulfilled');
  if (failed?.status === 'rejected' && !isAny) throw failed.reason;
  const texts = logs.map(log => {
    if (log.status === 'rejected') {
      return '[... the log of this step cannot be read]\n';
    }
    const { text, hasMore } = log.value;
    const lines = htmlText(text ?? '').replace(/\r\n/g, '\n');
    const ended = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
    return hasMore
      ? `[... only the last 10 KiB of this step are available]\n${ended}`
      : ended;
  });
  return Buffer.from(texts.join(''));
}

function findStage(stages: Stage[], id: string): Stage | undefined {
  for (const stage of stages) {
    const found = stage.id === id ? stage : findStage(stage.children, id);
    if (found) return found;
  }
  return undefined;
}
