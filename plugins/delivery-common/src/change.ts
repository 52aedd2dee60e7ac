import { z } from 'zod';
import { fillSentence } from './sentence';
import {
  commitSchema,
  gateStatusSchema,
  runOutcomeSchema,
  testCountsSchema,
} from './run';
import { versionSchema } from './version';

/**
 * How it is known that something runs a commit, the surest first.
 *
 * - `build-url`: its pod template names the run that built it
 * - `revision`: its pod template names the commit
 * - `digest`: it runs the very image that names the commit elsewhere
 * - `tag`: the tag of its image is the commit's hash, or that of its release
 *
 * @public
 */
export const joinSchema = z.enum(['build-url', 'revision', 'digest', 'tag']);

/** How it is known that something runs a commit; see {@link joinSchema}. @public */
export type Join = z.infer<typeof joinSchema>;

/**
 * What an environment is to a change.
 *
 * - `arriving`: a rollout brings it there now
 * - `there`: it runs there, by itself or as part of a later commit
 * - `gone-back`: it was there, and an earlier commit is now
 * - `failed`: a rollout was to bring it there and failed
 * - `not-yet`: it was never there, as far as is recorded
 * - `unknown`: nobody can tell, as where what runs there names no commit
 *
 * @public
 */
export const deployStateSchema = z.enum([
  'deploying',
  'deployed',
  'rolled-back',
  'failed',
  'not-deployed',
  'unknown',
]);

/** What an environment is to a change; see {@link deployStateSchema}. @public */
export type DeployState = z.infer<typeof deployStateSchema>;

/** A change in one environment. @public */
export const changeInEnvironmentSchema = z.object({
  environment: z.string(),
  production: z.boolean(),
  state: deployStateSchema,
  /** ISO time at which it first came */
  arrivedAt: z.string().optional(),
  /** ISO time at which an earlier commit took its place */
  leftAt: z.string().optional(),
  /** The later commit that it came or runs with, where it is not this one */
  within: z.string().optional(),
  /** Of the release that brought it */
  releaseId: z.string().optional(),
  version: versionSchema.optional(),
  how: joinSchema.optional(),
  /** What else the workload says, where that cannot be true as well */
  contradiction: z.string().optional(),
});

/** A change in one environment. @public */
export type ChangeInEnvironment = z.infer<typeof changeInEnvironmentSchema>;

/** A run of a change. @public */
export const changeRunSchema = z.object({
  id: z.string(),
  pipelineId: z.string(),
  /** Of its pipeline: the branch */
  pipeline: z.string(),
  number: z.number().int(),
  name: z.string(),
  url: z.string().optional(),
  outcome: runOutcomeSchema,
  /** ISO time */
  startedAt: z.string(),
  tests: testCountsSchema.optional(),
  gate: gateStatusSchema.optional(),
  /** The stage that it is at or ended with */
  stage: z.string().optional(),
});

/** A run of a change. @public */
export type ChangeRun = z.infer<typeof changeRunSchema>;

/**
 * Where a change is, in one line: every reason and the English sentence that says
 * it, to be filled and translated as {@link healthSentences}.
 * @public
 */
export const changeSentences = {
  everywhere: 'In every environment',
  inProduction: 'In {{environment}}',
  deploying: 'On its way to {{environment}}',
  rolloutFailed: 'Its rollout to {{environment}} failed',
  rolledBack: '{{environment}} went back to an earlier commit',
  awaitingPromotion: 'In {{from}}, not yet in {{to}}',
  notDeployed: 'Built by run {{run}}, and in no environment yet',
  waitingForInput: 'Run {{run}} waits: {{message}}',
  running: 'Run {{run}} is at {{stage}}',
  started: 'Run {{run}} has begun',
  runFailed: 'Run {{run}} failed at {{stage}}',
  runFailedEarly: 'Run {{run}} failed',
  runAborted: 'Run {{run}} was aborted at {{stage}}',
  runAbortedEarly: 'Run {{run}} was aborted',
  notBuilt: 'No run has built it yet',
  elsewhere: 'On branch {{branch}}, which is not what is released',
  unknown: 'Nobody can tell where it is',
} as const;

/** Where a change is; a key of {@link changeSentences}. @public */
export type ChangeReason = keyof typeof changeSentences;

/** Where a change is, in one line. @public */
export const changeStatusSchema = z.object({
  reason: z.enum(
    Object.keys(changeSentences) as [ChangeReason, ...ChangeReason[]],
  ),
  /** What the sentence of this reason is filled with */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The whole in one English sentence */
  sentence: z.string(),
  /** Id of the run that it is about, where it is about one */
  runId: z.string().optional(),
});

/** Where a change is, in one line. @public */
export type ChangeStatus = z.infer<typeof changeStatusSchema>;

/** A status with its sentence filled in. @public */
export function changeStatus(
  reason: ChangeReason,
  values: ChangeStatus['values'] = {},
  runId?: string,
): ChangeStatus {
  const sentence = fillSentence(changeSentences[reason], values);
  return { reason, values, sentence, ...(runId !== undefined && { runId }) };
}

/** A commit, with its runs, its image and where it is. @public */
export const changeSchema = z.object({
  commit: commitSchema,
  /** As what runs it is called, where it runs by itself */
  version: versionSchema.optional(),
  /** Images that are known to hold it */
  images: z.array(z.string()),
  /** Newest first */
  runs: z.array(changeRunSchema),
  /** In the order of promotion; those that the viewer may read */
  places: z.array(changeInEnvironmentSchema),
  status: changeStatusSchema,
});

/** A commit, with its runs, its image and where it is. @public */
export type Change = z.infer<typeof changeSchema>;

/** How far one environment is behind another. @public */
export const environmentGapSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Commits that `from` has and `to` has not; negative the other way round */
  commits: z.number().int(),
});

/** How far one environment is behind another. @public */
export type EnvironmentGap = z.infer<typeof environmentGapSchema>;

/** The last changes of a service. @public */
export const changesSchema = z.object({
  /** Of the service, as `component:default/name` */
  entityRef: z.string(),
  /** Newest first */
  changes: z.array(changeSchema),
  /** Between environments that follow one another, where it is known */
  gaps: z.array(environmentGapSchema),
  /** What cannot be known, and why */
  problems: z.array(z.string()),
  /** Names of environments that were left out because the viewer may not read them */
  refused: z.array(z.string()),
});

/** The last changes of a service. @public */
export type Changes = z.infer<typeof changesSchema>;
