import type { Placed } from './exported.ts';
import type { EmulatedBuild, EmulatedStage } from './model.ts';

/** Offset of the id of a step to the id of its stage */
const STEP = '000';

/** A stage in the format of Pipeline Graph View. */
export function graphStage(stage: EmulatedStage, isBranch: boolean): object {
  const isOver = !['queued', 'running', 'paused'].includes(stage.state);
  return {
    id: stage.id,
    name: stage.name,
    state: stage.state,
    type: isBranch ? 'PARALLEL' : 'STAGE',
    title: '',
    pauseDurationMillis: stage.pauseDurationMillis ?? 0,
    startTimeMillis: stage.startTimeMillis ?? 0,
    totalDurationMillis: isOver ? (stage.totalDurationMillis ?? 0) : null,
    children: (stage.children ?? []).map(child =>
      graphStage(child, stage.isParallel ?? false),
    ),
    isSequential: false,
    synthetic: false,
    placeholder: false,
    agent: 'built-in',
  };
}

/** A build in the format of the Stage View API. */
export function describe({ item }: Placed, build: EmulatedBuild): object {
  const states: Record<EmulatedStage['state'], string> = {
    queued: 'NOT_EXECUTED',
    skipped: 'NOT_EXECUTED',
    running: 'IN_PROGRESS',
    paused: 'PAUSED_PENDING_INPUT',
    success: 'SUCCESS',
    unstable: 'UNSTABLE',
    failure: 'FAILED',
    aborted: 'ABORTED',
  };
  // Parallel branches are listed one after another.
  const flat = build.stages.flatMap(stage => [
    stage,
    ...(stage.children ?? []),
  ]);
  return {
    id: String(build.number),
    name: `#${build.number}`,
    status: build.result ?? 'IN_PROGRESS',
    startTimeMillis: build.timestamp,
    durationMillis: build.duration,
    stages: flat
      .filter(stage => stage.startTimeMillis !== undefined)
      .map(stage => ({
        id: stage.id,
        name: stage.name,
        execNode: '',
        status: states[stage.state],
        ...(stage.error && {
          error: { message: stage.error, type: 'hudson.AbortException' },
        }),
        startTimeMillis: stage.startTimeMillis,
        durationMillis: stage.totalDurationMillis ?? 0,
        pauseDurationMillis: stage.pauseDurationMillis ?? 0,
      })),
    _links: {
      self: { href: `/job/${item.name}/${build.number}/wfapi/describe` },
    },
  };
}

/**
 * A stage in the format of the Stage View API, with its steps. One step has the whole
 * log, because a stage itself has none.
 */
export function nodeOf(
  stages: EmulatedStage[],
  id: string,
  call: string,
): object {
  const isStep = id.endsWith(STEP);
  const stage = stageOf(stages, isStep ? id.slice(0, -STEP.length) : id);
  if (call === 'describe') {
    const href = `execution/node/${id}${STEP}/wfapi/log`;
    const step = {
      id: `${id}${STEP}`,
      name: 'Shell Script',
      status: 'SUCCESS',
      ...(stage?.log && { _links: { log: { href } } }),
    };
    return { id, name: stage?.name, stageFlowNodes: stage ? [step] : [] };
  }
  const text = (stage?.log ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const length = isStep ? text.length : 0;
  return { nodeId: id, length, hasMore: false, ...(length && { text }) };
}

/** Finds a stage by its id at any depth. */
export function stageOf(
  stages: EmulatedStage[],
  id: string | null,
): EmulatedStage | undefined {
  for (const stage of stages) {
    const found = stage.id === id ? stage : stageOf(stage.children ?? [], id);
    if (found) return found;
  }
  return undefined;
}
