import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';
import { fillSentence } from './sentence';
import {
  commitSchema,
  gateStatusSchema,
  runOutcomeSchema,
  testCountsSchema,
} from './run';
import { versionSchema } from './version';

/**
 * How a workload was matched to a commit, most reliable first.
 *
 * - `build-url`: an annotation of the pod template names the pipeline run
 * - `revision`: an annotation of the pod template names the commit
 * - `digest`: another workload with the same image digest names the commit
 * - `tag`: the image tag is the hash or the release tag of the commit
 *
 * @public
 */
export const joinSchema = z.enum(['build-url', 'revision', 'digest', 'tag']);

/** How a workload was matched to a commit; see {@link joinSchema}. @public */
export type Join = z.infer<typeof joinSchema>;

/**
 * Deployment state of a change in an environment.
 *
 * - `deploying`: a rollout of it is in progress; `share` says how many users it serves
 * - `deployed`: it serves, by itself or as part of a later commit: all users, or `share`
 *   of them while software whose commit is unknown replaces it
 * - `rolled-back`: it served before, and an earlier commit replaces or has replaced it
 * - `failed`: its rollout failed or was aborted
 * - `not-deployed`: it has not run here, as far as is recorded
 * - `unknown`: cannot be determined, for example because the workload names no commit
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

/** Deployment state of a change in an environment; see {@link deployStateSchema}. @public */
export type DeployState = z.infer<typeof deployStateSchema>;

/** Deployment of a change in one environment. @public */
export const changeInEnvironmentSchema = z.object({
  environment: z.string(),
  production: z.boolean(),
  state: deployStateSchema,
  /** Percentage of the requests that it serves now, by itself or as part of a later commit */
  share: z.number(),
  /** Version that serves the largest share instead of it, if its rollout failed */
  servingInstead: z.string().optional(),
  /** ISO time at which it was first deployed */
  deployedAt: z.string().optional(),
  /** ISO time of the rollback to an earlier commit */
  replacedAt: z.string().optional(),
  /** Hash of the later commit that includes this one, if it was deployed as part of it */
  containedIn: z.string().optional(),
  /** ID of the release that deployed it */
  releaseId: z.string().optional(),
  version: versionSchema.optional(),
  how: joinSchema.optional(),
  /** Conflicting information on the workload, if any */
  contradiction: codedMessageSchema.optional(),
});

/** Deployment of a change in one environment. @public */
export type ChangeInEnvironment = z.infer<typeof changeInEnvironmentSchema>;

/** Pipeline run of a change. @public */
export const changeRunSchema = z.object({
  id: z.string(),
  pipelineId: z.string(),
  /** Name of its pipeline: the branch */
  pipeline: z.string(),
  number: z.number().int(),
  name: z.string(),
  url: z.string().optional(),
  outcome: runOutcomeSchema,
  /** ISO time */
  startedAt: z.string(),
  tests: testCountsSchema.optional(),
  gate: gateStatusSchema.optional(),
  /** Current or last stage */
  stage: z.string().optional(),
});

/** Pipeline run of a change. @public */
export type ChangeRun = z.infer<typeof changeRunSchema>;

/**
 * Reasons for the status of a change, each with its English sentence; filled in and
 * translated like {@link healthSentences}.
 * @public
 */
export const changeSentences = {
  everywhere: 'Deployed to all environments',
  inProduction: 'Deployed to {{environment}}',
  deploying: 'Deploying to {{environment}}',
  rollingOut: 'Rolling out to {{environment}}, {{percent}} %',
  servingPartly: 'Serves {{percent}} % in {{environment}}',
  rolloutFailed: 'Rollout to {{environment}} failed',
  rolloutFailedServing:
    'Rollout to {{environment}} failed, {{version}} is serving',
  rolledBack: '{{environment}} rolled back to an earlier commit',
  awaitingPromotion: 'Deployed to {{from}}, not yet to {{to}}',
  notDeployed: 'Built in {{run}}, not deployed',
  runUnknown: 'The result of {{run}} is unknown',
  waitingForInput: 'Run {{run}} is waiting for approval: {{message}}',
  running: 'Run {{run}} is in stage {{stage}}',
  started: 'Run {{run}} started',
  runFailed: 'Run {{run}} failed in stage {{stage}}',
  runFailedEarly: 'Run {{run}} failed',
  runAborted: 'Run {{run}} was aborted in stage {{stage}}',
  runAbortedEarly: 'Run {{run}} was aborted',
  notBuilt: 'Not built yet',
  elsewhere: 'On branch {{branch}}, which is not released',
  unknown: 'Deployment status unknown',
} as const;

/** Reason for the status of a change; a key of {@link changeSentences}. @public */
export type ChangeReason = keyof typeof changeSentences;

/** Status of a change in one sentence. @public */
export const changeStatusSchema = z.object({
  reason: z.enum(
    Object.keys(changeSentences) as [ChangeReason, ...ChangeReason[]],
  ),
  /** Values of the placeholders in the sentence */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in English, with its values */
  sentence: z.string(),
  /** ID of the run that the status is about, if any */
  runId: z.string().optional(),
});

/** Status of a change in one sentence. @public */
export type ChangeStatus = z.infer<typeof changeStatusSchema>;

/** Creates a status and fills in its sentence. @public */
export function changeStatus(
  reason: ChangeReason,
  values: ChangeStatus['values'] = {},
  runId?: string,
): ChangeStatus {
  const sentence = fillSentence(changeSentences[reason], values);
  return { reason, values, sentence, ...(runId !== undefined && { runId }) };
}

/** A commit with its runs, images and deployments. @public */
export const changeSchema = z.object({
  commit: commitSchema,
  /** Version that runs this commit, if one does */
  version: versionSchema.optional(),
  /** Images known to be built from it */
  images: z.array(z.string()),
  /** Newest first */
  runs: z.array(changeRunSchema),
  /** In promotion order; only environments that the viewer may read */
  environments: z.array(changeInEnvironmentSchema),
  status: changeStatusSchema,
});

/** A commit with its runs, images and deployments. @public */
export type Change = z.infer<typeof changeSchema>;

/** Difference in commits between two environments. @public */
export const environmentGapSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Number of commits in `from` that are missing in `to`; negative if `from` is behind */
  commits: z.number().int(),
});

/** Difference in commits between two environments. @public */
export type EnvironmentGap = z.infer<typeof environmentGapSchema>;

/** Latest changes of a service. @public */
export const changesSchema = z.object({
  /** Entity ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Newest first */
  changes: z.array(changeSchema),
  /** Gaps between consecutive environments, where known */
  gaps: z.array(environmentGapSchema),
  /** Data that is missing, and why */
  problems: z.array(codedMessageSchema),
  /** Names of environments omitted because the viewer may not read them */
  forbiddenEnvironments: z.array(z.string()),
});

/** Latest changes of a service. @public */
export type Changes = z.infer<typeof changesSchema>;
