import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';
import { stageSchema } from './stage';

/**
 * Result of a run. `unstable`: it completed, but tests or the quality gate failed.
 * `not-built`: the CI server skipped it because of an earlier failure. `unknown`: the
 * CI server reports no result, or one that the portal does not know.
 *
 * @public
 */
export const runResultSchema = z.enum([
  'succeeded',
  'unstable',
  'failed',
  'aborted',
  'not-built',
  'unknown',
]);

/** Result of a run; see {@link runResultSchema}. @public */
export type RunResult = z.infer<typeof runResultSchema>;

/** An input that a run waits for, without the details of its form. @public */
export const pendingInputSchema = z.object({
  message: z.string(),
  /** Names of the users and groups who may submit the input; absent if the pipeline does not restrict them */
  submitters: z.array(z.string()).optional(),
});

/** An input that a run waits for, without the details of its form. @public */
export type PendingInput = z.infer<typeof pendingInputSchema>;

/**
 * Status of a run.
 *
 * - `running`: `expectedEndAt` is estimated from earlier runs, if there are any
 * - `waiting`: waits for a person to submit the input with this `message`, or one of
 *   several `inputs`
 * - `finished`: never changes again, except for whether it is kept
 *
 * @public
 */
export const runStatusSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('running'),
    /** ISO time */
    expectedEndAt: z.string().optional(),
  }),
  z.object({
    state: z.literal('waiting'),
    /** Message of the first input */
    message: z.string(),
    /** Pending inputs; absent if only the message is known */
    inputs: z.array(pendingInputSchema).optional(),
  }),
  z.object({
    state: z.literal('finished'),
    result: runResultSchema,
    /** ISO time */
    endedAt: z.string(),
  }),
]);

/** Status of a run; see {@link runStatusSchema}. @public */
export type RunStatus = z.infer<typeof runStatusSchema>;

/** A person as the CI server or Git names them. @public */
export const personSchema = z.object({
  name: z.string(),
  email: z.string().optional(),
  /** Ref of the matching user in the catalog, if there is one */
  entityRef: z.string().optional(),
});

/** A person as the CI server or Git names them. @public */
export type Person = z.infer<typeof personSchema>;

/** A Git commit; details may be missing. @public */
export const commitSchema = z.object({
  /** Full hash of the commit */
  hash: z.string(),
  /** First line of the commit message */
  message: z.string().optional(),
  author: personSchema.optional(),
  /** ISO time of the commit */
  at: z.string().optional(),
  /** http(s) URL of the commit's page */
  url: z.string().optional(),
});

/** A Git commit; details may be missing. @public */
export type Commit = z.infer<typeof commitSchema>;

/**
 * Cause of a run, in the words of the CI server.
 *
 * - `commit`: a push, or a new branch
 * - `person`: a person started it
 * - `timer`: a schedule started it
 * - `upstream`: another run started it
 * - `again`: it repeats an earlier run, or restarts it from a stage
 * - `other`: anything else, such as a script or a plugin
 *
 * @public
 */
export const runCauseSchema = z.object({
  kind: z.enum(['commit', 'person', 'timer', 'upstream', 'again', 'other']),
  /** Cause in the CI server's words: `Started by user Ada` */
  text: z.string(),
  /** The person who started the run or pushed the commit */
  person: personSchema.optional(),
  /** The run that started this one, or that it repeats */
  run: z
    .object({
      /** Full name of the run's job */
      job: z.string(),
      number: z.number().int(),
    })
    .optional(),
});

/** Cause of a run; see {@link runCauseSchema}. @public */
export type RunCause = z.infer<typeof runCauseSchema>;

/** Numbers of tests of a run. @public */
export const testCountsSchema = z.object({
  total: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Number of tests whose status the portal does not know; absent if there is none */
  unknown: z.number().int().optional(),
  /** Number of failed tests that did not fail in the previous run; absent until the report has been read */
  newlyFailed: z.number().int().optional(),
});

/** Numbers of tests of a run. @public */
export type TestCounts = z.infer<typeof testCountsSchema>;

/**
 * Status of a run's quality gate. `pending`: the analysis is not complete.
 * `unknown`: the run has a quality gate, but its status is not known.
 *
 * @public
 */
export const gateStatusSchema = z.enum([
  'passed',
  'failed',
  'pending',
  'unknown',
]);

/** Status of a run's quality gate; see {@link gateStatusSchema}. @public */
export type GateStatus = z.infer<typeof gateStatusSchema>;

/** One run of a pipeline. @public */
export const runSchema = z.object({
  /** The portal's id of the run; needs no encoding in a URL */
  id: z.string(),
  /** Id of the run's pipeline */
  pipelineId: z.string(),
  /** Number that the CI server gave the run */
  number: z.number().int(),
  /** Display name: `#41`, or a custom name */
  name: z.string(),
  /** http(s) URL of the run's page on the CI server */
  url: z.string().optional(),
  /** Description that a person or a script added to the run */
  description: z.string().optional(),
  status: runStatusSchema,
  /** ISO time */
  startedAt: z.string(),
  causes: z.array(runCauseSchema),
  /** Commit that it built; absent if it checked out no repository, or several */
  commit: commitSchema.optional(),
  /** Whether the CI server keeps the run and does not delete it */
  isKept: z.boolean(),
  tests: testCountsSchema.optional(),
  gate: gateStatusSchema.optional(),
  /** Top-level stages; empty if the job has none, absent until they have been read */
  stages: z.array(stageSchema).optional(),
  /** Why the CI server's data about the run could not be parsed */
  problem: codedMessageSchema.optional(),
});

/** One run of a pipeline. @public */
export type Run = z.infer<typeof runSchema>;

/** Status of a run, or its result if it has finished. @public */
export const runOutcomeSchema = z.enum([
  'running',
  'waiting',
  ...runResultSchema.options,
]);

/** Status of a run, or its result if it has finished. @public */
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

/** Returns the status of a run, or its result if it has finished. @public */
export function runOutcome({ status }: Pick<Run, 'status'>): RunOutcome {
  return status.state === 'finished' ? status.result : status.state;
}

/** Returns the milliseconds from a run's start to its end, or to `now` if it has not finished. @public */
export function runDurationMs(
  { startedAt, status }: Pick<Run, 'startedAt' | 'status'>,
  now: number,
): number {
  const end = status.state === 'finished' ? Date.parse(status.endedAt) : now;
  return Math.max(0, end - Date.parse(startedAt));
}
