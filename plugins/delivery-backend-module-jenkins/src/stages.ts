import {
  isActiveStage,
  isoTime,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type {
  Stage,
  StageStatus,
} from '@fairway/backstage-plugin-delivery-common';

/** A stage in the API of Pipeline Graph View. */
interface GraphStage {
  id: string | number;
  name: string;
  title?: string | null;
  state: string;
  type?: string | null;
  startTimeMillis?: number | null;
  totalDurationMillis?: number | null;
  pauseDurationMillis?: number | null;
  agent?: string | null;
  causeOfBlockage?: string | null;
  children?: GraphStage[] | null;
}

const optionalNumber = z.number().nullish().catch(undefined);
const optionalText = z.string().nullish().catch(undefined);

const graphStageSchema: z.ZodType<GraphStage> = z.lazy(() =>
  z.object({
    id: z.union([z.string(), z.number()]),
    name: z.string(),
    title: optionalText,
    // A state in an unknown form is an unknown state.
    state: z.string().catch(''),
    type: optionalText,
    startTimeMillis: optionalNumber,
    totalDurationMillis: optionalNumber,
    pauseDurationMillis: optionalNumber,
    agent: optionalText,
    causeOfBlockage: optionalText,
    children: z.array(graphStageSchema).nullish(),
  }),
);

const graphSchema = z.object({ stages: z.array(graphStageSchema) });

/**
 * Response of `stages/tree`, with or without Jenkins' `data` envelope.
 *
 * @see https://github.com/jenkinsci/pipeline-graph-view-plugin/blob/main/src/main/java/io/jenkins/plugins/pipelinegraphview/utils/PipelineGraph.java
 */
export const graphViewSchema = z.union([
  graphSchema,
  z.object({ data: graphSchema }).transform(({ data }) => data),
]);

// `finished` says that a stage ended, and not how.
const graphStates = new Map<string, StageStatus>([
  ['queued', 'queued'],
  ['running', 'running'],
  ['paused', 'waiting'],
  ['skipped', 'skipped'],
  ['not_built', 'skipped'],
  ['success', 'succeeded'],
  ['unstable', 'unstable'],
  ['failure', 'failed'],
  ['aborted', 'aborted'],
]);

/** Converts stages of Pipeline Graph View, with parallel and nested stages. */
export function stagesOfGraphView(
  { stages }: z.infer<typeof graphViewSchema>,
  now: number,
): Stage[] {
  return stages.map(stage => stageOfGraphView(stage, now));
}

function stageOfGraphView(stage: GraphStage, now: number): Stage {
  const { state, startTimeMillis, totalDurationMillis, type } = stage;
  const { pauseDurationMillis, agent, causeOfBlockage } = stage;
  const children = (stage.children ?? []).map(c => stageOfGraphView(c, now));
  const status = graphStates.get(state.toLowerCase()) ?? 'unknown';
  const isParallel =
    type === 'PARALLEL_BLOCK' ||
    (stage.children ?? []).some(child => child.type === 'PARALLEL');
  return {
    id: String(stage.id),
    name: stage.name,
    status,
    ...timesOf(status, startTimeMillis, totalDurationMillis, now),
    ...(pauseDurationMillis && { pausedMs: pauseDurationMillis }),
    ...(causeOfBlockage &&
      isActiveStage({ status }) && { reason: causeOfBlockage }),
    ...(agent && { agent }),
    isParallel,
    hasLog: status !== 'queued' && status !== 'skipped',
    children,
  };
}

/**
 * Response of `wfapi/describe`, which does not distinguish parallel stages.
 *
 * @see https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/README.md
 */
export const wfapiSchema = z.object({
  stages: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: optionalText,
        startTimeMillis: optionalNumber,
        durationMillis: optionalNumber,
        pauseDurationMillis: optionalNumber,
        error: z
          .object({ message: optionalText, type: optionalText })
          .nullish()
          .catch(undefined),
      }),
    )
    .default([]),
});

const wfapiStates = new Map<string, StageStatus>([
  ['NOT_EXECUTED', 'skipped'],
  ['IN_PROGRESS', 'running'],
  ['PAUSED_PENDING_INPUT', 'waiting'],
  ['SUCCESS', 'succeeded'],
  ['UNSTABLE', 'unstable'],
  ['FAILED', 'failed'],
  ['FAILURE', 'failed'],
  ['ABORTED', 'aborted'],
]);

/** Converts stages of the Stage View's API, as a sequence. */
export function stagesOfWfapi(
  { stages }: z.infer<typeof wfapiSchema>,
  now: number,
): Stage[] {
  return stages.map(stage => {
    const status = wfapiStates.get(stage.status ?? '') ?? 'unknown';
    const error = stage.error?.message ?? stage.error?.type;
    return {
      id: stage.id,
      name: stage.name,
      status,
      ...timesOf(status, stage.startTimeMillis, stage.durationMillis, now),
      ...(stage.pauseDurationMillis && { pausedMs: stage.pauseDurationMillis }),
      isParallel: false,
      hasLog: status !== 'skipped',
      ...(error && { error }),
      children: [],
    };
  });
}

function timesOf(
  status: StageStatus,
  start: number | null | undefined,
  duration: number | null | undefined,
  now: number,
): Pick<Stage, 'startedAt' | 'durationMs'> {
  const hasStarted = status !== 'queued' && status !== 'skipped';
  if (!start || !hasStarted) return {};
  const isRunning = status === 'running' || status === 'waiting';
  return {
    startedAt: isoTime(start),
    durationMs: duration ?? (isRunning ? Math.max(0, now - start) : 0),
  };
}
