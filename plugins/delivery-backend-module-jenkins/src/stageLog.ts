import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { LogPart, Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { htmlText } from './htmlText';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';
import { brokenLineLength, wholeLines, withPlainLineEnds } from './logBytes';
import type { LogRequest } from './readLog';
import type { ReadStages } from './StageReader';

/** Neither plugin can send a part of a stage's log: so much of one is looked through. */
const MAX_STAGE_LOG_BYTES = 32 * 1024 * 1024;
/** The last steps of a stage that are asked for their logs, each with a call of its own. */
const STEPS = 30;

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

/** The last of what a step wrote, as HTML with links and colours. */
const logSchema = z.object({
  text: z.string().nullish(),
  hasMore: z.boolean().nullish(),
});

/** What is asked of a stage. */
interface AskedOf {
  what: string;
  signal: AbortSignal;
}

/**
 * Reads a part of a stage's own log.
 * @throws NotFoundError where the run has no such stage
 */
export async function readStageLog(
  client: JenkinsClient,
  ref: RunRef,
  { source, stages }: ReadStages,
  stageId: string,
  { start, maxBytes, signal }: LogRequest,
): Promise<LogPart> {
  const of = `'${ref.fullName}' #${ref.number}`;
  const stage = findStage(stages, stageId);
  if (!stage) {
    throw new NotFoundError(
      `Jenkins '${client.server.name}' tells of no such stage of ${of}; look at the whole log`,
    );
  }
  const ask = { what: `log of stage '${stage.name}' of ${of}`, signal };
  const bytes =
    source === 'graph-view'
      ? await logOfGraphView(client, ask, ref, stageId)
      : await logOfWfapi(client, ask, ref, stageId);
  const isGrowing = ['queued', 'running', 'waiting'].includes(stage.status);
  const from = Math.min(
    start ?? Math.max(0, bytes.length - maxBytes),
    bytes.length,
  );
  const isTail = start === undefined && from > 0;
  const begin = from + (isTail ? brokenLineLength(bytes.subarray(from)) : 0);
  const rest = bytes.subarray(begin);
  const isCut = rest.length > maxBytes;
  const text =
    isCut || isGrowing ? wholeLines(rest.subarray(0, maxBytes)) : rest;
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
  ask: AskedOf,
  ref: RunRef,
  nodeId: string,
): Promise<Buffer> {
  const path = `${runPath(ref)}/stages/log`;
  const bytes = await client.read(
    { ...ask, path, query: { nodeId } },
    async response => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of response.body ?? []) {
        size += chunk.length;
        if (size > MAX_STAGE_LOG_BYTES) {
          throw new ServiceUnavailableError(
            `Jenkins '${client.server.name}' has more than ${MAX_STAGE_LOG_BYTES / 1024 / 1024} MiB for ${ask.what}; look at the whole log`,
          );
        }
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  );
  const text = withPlainLineEnds(bytes);
  return text.equals(Buffer.from('No logs found\n')) ? Buffer.alloc(0) : text;
}

/**
 * The logs of a stage's steps: a stage writes nothing itself.
 *
 * @see https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/src/main/java/com/cloudbees/workflow/rest/external/FlowNodeLogExt.java
 */
async function logOfWfapi(
  client: JenkinsClient,
  ask: AskedOf,
  ref: RunRef,
  stageId: string,
): Promise<Buffer> {
  const nodePath = (id: string) =>
    `${runPath(ref)}/execution/node/${encodeURIComponent(id)}/wfapi`;
  const { stageFlowNodes } = await client.json(
    { ...ask, path: `${nodePath(stageId)}/describe` },
    stepsSchema,
  );
  const logs = await Promise.all(
    stageFlowNodes
      .filter(({ _links }) => _links?.log)
      .map(({ id }) => Number(id))
      .sort((a, b) => a - b)
      .slice(-STEPS)
      .map(id =>
        client.json({ ...ask, path: `${nodePath(`${id}`)}/log` }, logSchema),
      ),
  );
  const texts = logs.map(({ text, hasMore }) => {
    const lines = htmlText(text ?? '').replace(/\r\n/g, '\n');
    const ended = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
    return hasMore
      ? `[... Jenkins gives the last 10 KiB of this step]\n${ended}`
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
