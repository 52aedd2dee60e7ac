import { z } from 'zod';

/**
 * What a stage is at or came to. `waiting`: for a person. `unstable`: done, with
 * something to be said against it. `skipped`: it was not to run, or an earlier one
 * had failed.
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
]);

/** What a stage is at or came to; see {@link stageStatusSchema}. @public */
export type StageStatus = z.infer<typeof stageStatusSchema>;

/** One stage of a run. @public */
export interface Stage {
  /** Within the run */
  id: string;
  /** As the pipeline names it */
  name: string;
  /** What it is at */
  status: StageStatus;
  /** ISO time; none for one that has not begun */
  startedAt?: string;
  /** From its start to its end, or until now; waiting for people included */
  durationMs?: number;
  /** Whether {@link Stage.children} run beside each other, not one after another */
  isParallel: boolean;
  /** Whether a log of its own can be read */
  hasLog: boolean;
  /** What broke it, as the server gave it */
  error?: string;
  /** Stages within it */
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
    isParallel: z.boolean(),
    hasLog: z.boolean(),
    error: z.string().optional(),
    children: z.array(stageSchema),
  }),
);

/**
 * The stage that a person wants to look at first: the innermost that broke the
 * run, else the one that waits or runs. Undefined where all is well and done.
 * @public
 */
export function focusedStage(stages: Stage[]): Stage | undefined {
  for (const status of [
    'failed',
    'aborted',
    'unstable',
    'waiting',
    'running',
  ] as const) {
    const found = innermost(stages, status);
    if (found) return found;
  }
  return undefined;
}

function innermost(stages: Stage[], status: StageStatus): Stage | undefined {
  for (const stage of stages) {
    const within = innermost(stage.children, status);
    if (within) return within;
    if (stage.status === status) return stage;
  }
  return undefined;
}
