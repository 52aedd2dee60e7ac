import { z } from 'zod';

/**
 * Status of a stage. `waiting`: waits for a person. `unstable`: completed, but
 * tests or a check failed. `skipped`: its condition was not met, or an earlier
 * stage failed. `unknown`: the CI server reports a status that the portal does not know.
 *
 * @public
 */
export const stageStatusSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'succeeded',
  'unstable',
  'failed',
  'aborted',
  'skipped',
  'unknown',
]);

/** Status of a stage; see {@link stageStatusSchema}. @public */
export type StageStatus = z.infer<typeof stageStatusSchema>;

/** One stage of a run. @public */
export interface Stage {
  /** Id of the stage, unique within the run */
  id: string;
  /** Name of the stage in the pipeline */
  name: string;
  /** Status of the stage */
  status: StageStatus;
  /** ISO time of the start; absent if the stage has not started */
  startedAt?: string;
  /** Milliseconds from the start to the end or until now, including waits for a person */
  durationMs?: number;
  /** Milliseconds that the stage has paused, for a person or another system; absent if it has not */
  pausedMs?: number;
  /** Why the stage has not started or does not go on: a quotation, in the CI server's words */
  reason?: string;
  /** Name of the agent that runs the stage, as the CI server displays it */
  agent?: string;
  /** Whether {@link Stage.children} run in parallel */
  isParallel: boolean;
  /** Whether the stage has a log of its own */
  hasLog: boolean;
  /** Error that failed the stage: a quotation, in the CI server's words */
  error?: string;
  /** Nested stages */
  children: Stage[];
}

/** One stage of a run. @public */
export const stageSchema: z.ZodType<Stage> = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    status: stageStatusSchema,
    startedAt: z.string().optional(),
    durationMs: z.number().optional(),
    pausedMs: z.number().optional(),
    reason: z.string().optional(),
    agent: z.string().optional(),
    isParallel: z.boolean(),
    hasLog: z.boolean(),
    error: z.string().optional(),
    children: z.array(stageSchema),
  }),
);

/**
 * Returns the stage to show first: the innermost stage that failed, otherwise the
 * one that waits or runs, otherwise the one whose status is unknown. Undefined if all stages succeeded.
 *
 * @public
 */
export function focusedStage(stages: Stage[]): Stage | undefined {
  for (const status of [
    'failed',
    'aborted',
    'unstable',
    'waiting',
    'running',
    'unknown',
  ] as const) {
    const found = innermost(stages, status);
    if (found) return found;
  }
  return undefined;
}

/**
 * Returns the stages of a run that has ended. A stage that the CI server still reports
 * as active has an unknown status, and lasts at most until the end of the run.
 *
 * @param endedAt - ISO time of the end of the run
 * @public
 */
export function stagesOfEndedRun(stages: Stage[], endedAt: string): Stage[] {
  return stages.map(stage => {
    const children = stagesOfEndedRun(stage.children, endedAt);
    if (!isActiveStage(stage)) return { ...stage, children };
    const { durationMs: _, reason: __, ...rest } = stage;
    const { startedAt } = stage;
    return {
      ...rest,
      status: 'unknown',
      ...(startedAt !== undefined && {
        durationMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
      }),
      children,
    };
  });
}

/** Whether a stage is queued, runs or waits. @public */
export function isActiveStage({ status }: Pick<Stage, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting';
}

function innermost(stages: Stage[], status: StageStatus): Stage | undefined {
  for (const stage of stages) {
    const within = innermost(stage.children, status);
    if (within) return within;
    if (stage.status === status) return stage;
  }
  return undefined;
}
