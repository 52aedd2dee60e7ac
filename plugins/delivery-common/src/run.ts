import { z } from 'zod';
import { stageSchema } from './stage';

/**
 * What a run came to. `unstable`: it went through, and its tests or its gate have
 * something against it. `not-built`: a job before it had it given up.
 * @public
 */
export const runResultSchema = z.enum([
  'succeeded',
  'unstable',
  'failed',
  'aborted',
  'not-built',
]);

/** What a run came to; see {@link runResultSchema}. @public */
export type RunResult = z.infer<typeof runResultSchema>;

/**
 * What a run is at.
 *
 * - `running`: `expectedEndAt` by how long earlier runs took, where there are any
 * - `waiting`: for a person to answer `message`
 * - `finished`: and never changes again, but for whether it is kept
 *
 * @public
 */
export const runStatusSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('running'),
    /** ISO time */
    expectedEndAt: z.string().optional(),
  }),
  z.object({ state: z.literal('waiting'), message: z.string() }),
  z.object({
    state: z.literal('finished'),
    result: runResultSchema,
    /** ISO time */
    endedAt: z.string(),
  }),
]);

/** What a run is at; see {@link runStatusSchema}. @public */
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Somebody, as the CI server or Git names them. @public */
export const personSchema = z.object({
  name: z.string(),
  email: z.string().optional(),
  /** The ref of the catalog's user, where one fits */
  entityRef: z.string().optional(),
});

/** Somebody, as the CI server or Git names them. @public */
export type Person = z.infer<typeof personSchema>;

/** One commit, as far as it is known. @public */
export const commitSchema = z.object({
  /** The full hash */
  hash: z.string(),
  /** Its first line */
  message: z.string().optional(),
  author: personSchema.optional(),
  /** ISO time */
  at: z.string().optional(),
  /** http(s) address of its page */
  url: z.string().optional(),
});

/** One commit, as far as it is known. @public */
export type Commit = z.infer<typeof commitSchema>;

/**
 * Why a run began, in the words of the server.
 *
 * - `commit`: something was pushed, or a branch was found
 * - `person`: somebody asked for it
 * - `timer`: it was time
 * - `upstream`: another run began it
 * - `again`: an earlier run with the same parameters, or from one of its stages
 * - `other`: a script, a plugin, ...
 *
 * @public
 */
export const runCauseSchema = z.object({
  kind: z.enum(['commit', 'person', 'timer', 'upstream', 'again', 'other']),
  /** As the server says it: `Started by user Ada` */
  text: z.string(),
  /** Of whom a person asked for, or who pushed */
  person: personSchema.optional(),
  /** Of the run that began it, or that it repeats */
  run: z
    .object({
      /** Full name of its job */
      job: z.string(),
      number: z.number().int(),
    })
    .optional(),
});

/** Why a run began; see {@link runCauseSchema}. @public */
export type RunCause = z.infer<typeof runCauseSchema>;

/** Tests of a run, counted. @public */
export const testCountsSchema = z.object({
  total: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Of the failed, those that had not failed in the run before; absent until the report was read */
  newlyFailed: z.number().int().optional(),
});

/** Tests of a run, counted. @public */
export type TestCounts = z.infer<typeof testCountsSchema>;

/**
 * What a quality gate says of a run. `pending`: it has not come to a verdict;
 * `unknown`: there is one, and nobody has told what it says.
 * @public
 */
export const gateStatusSchema = z.enum([
  'passed',
  'failed',
  'pending',
  'unknown',
]);

/** What a quality gate says of a run; see {@link gateStatusSchema}. @public */
export type GateStatus = z.infer<typeof gateStatusSchema>;

/** One build of a pipeline. @public */
export const runSchema = z.object({
  /** Of this run, in the portal: may stand in an address as it is */
  id: z.string(),
  /** Of its pipeline */
  pipelineId: z.string(),
  /** As the server counts */
  number: z.number().int(),
  /** `#41`, or what somebody called it */
  name: z.string(),
  /** http(s) address of its page in the CI server */
  url: z.string().optional(),
  /** What somebody wrote of it */
  description: z.string().optional(),
  status: runStatusSchema,
  /** ISO time */
  startedAt: z.string(),
  causes: z.array(runCauseSchema),
  /** What it built; absent where it is built of no repository, or of several */
  commit: commitSchema.optional(),
  /** Whether the server is told not to throw it away */
  isKept: z.boolean(),
  tests: testCountsSchema.optional(),
  gate: gateStatusSchema.optional(),
  /** Empty where its job has none; absent until they were read */
  stages: z.array(stageSchema).optional(),
  /** What the server gave of it that cannot be understood */
  problem: z.string().optional(),
});

/** One build of a pipeline. @public */
export type Run = z.infer<typeof runSchema>;

/** What a run came to, or what it is at: one word for both. @public */
export const runOutcomeSchema = z.enum([
  'running',
  'waiting',
  ...runResultSchema.options,
]);

/** What a run came to, or what it is at: one word for both. @public */
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

/** What a run came to, or what it is at. @public */
export function runOutcome({ status }: Pick<Run, 'status'>): RunOutcome {
  return status.state === 'finished' ? status.result : status.state;
}

/** Milliseconds from a run's start to its end, or until a time. @public */
export function runDurationMs(
  { startedAt, status }: Pick<Run, 'startedAt' | 'status'>,
  now: number,
): number {
  const end = status.state === 'finished' ? Date.parse(status.endedAt) : now;
  return Math.max(0, end - Date.parse(startedAt));
}
