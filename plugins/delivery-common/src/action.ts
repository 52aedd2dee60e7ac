import { z } from 'zod';
import { actionTargetSchema } from './actionTarget';
import { applyActionSchema } from './apply';
import { codedMessageSchema } from './codedMessage';
import { refusalSchema } from './refusals';
import { withoutNull } from './text';

// A repository address is stored and shown, so nothing in it may be a secret.
function isRepositoryAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash, pathname } = new URL(text);
  return !username && !password && !search && !hash && pathname.length > 1;
}

const parameterValues = z.record(
  z.string(),
  z.union([z.string(), z.boolean()]),
);

/**
 * Actions on pipelines and runs of a service.
 *
 * - `run.trigger`: start a run of a pipeline; `parameters` by name
 * - `run.rebuild`: start a run with the parameters of another run
 * - `run.restart`: restart a run from a stage
 * - `run.stop`: stop a run
 * - `run.answer`: answer an input that a run waits for
 * - `run.keep`: keep a run, or stop keeping it
 * - `pipeline.create`: create the job that the service names, for its own repository
 *
 * @public
 */
export const pipelineActionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run.trigger'),
    pipelineId: z.string(),
    parameters: parameterValues,
  }),
  z.object({ kind: z.literal('run.rebuild'), runId: z.string() }),
  z.object({
    kind: z.literal('run.restart'),
    runId: z.string(),
    /** Name of the stage */
    stage: z.string(),
  }),
  z.object({ kind: z.literal('run.stop'), runId: z.string() }),
  z.object({
    kind: z.literal('run.answer'),
    runId: z.string(),
    inputId: z.string(),
    decision: z.enum(['proceed', 'abort']),
    parameters: parameterValues,
  }),
  z.object({
    kind: z.literal('run.keep'),
    runId: z.string(),
    keep: z.boolean(),
  }),
  z.object({
    kind: z.literal('pipeline.create'),
    /** Address that Git clones from: the repository in the service's source location */
    repositoryUrl: z
      .string()
      .max(1000)
      .refine(
        isRepositoryAddress,
        'Give the http(s) address of a repository, without user, password, query or fragment',
      ),
    /** Id of the CI server's credential that reads the repository; none for a public repository */
    credentialsId: z
      .string()
      .regex(
        /^[\w.-]{1,255}$/,
        'Give the id of a credential of the CI server: letters, digits, _, . and -',
      )
      .optional(),
    /** Path of the pipeline's file in the repository */
    scriptPath: z
      .string()
      .max(255)
      .regex(
        /^(?!\/)(?!(?:.*\/)?\.\.?(?:\/|$))[\w./-]*[\w-]$/,
        'Give the path of a file in the repository, such as ci/Jenkinsfile',
      )
      .default('Jenkinsfile'),
  }),
]);

/** An action on pipelines and runs; see {@link pipelineActionSchema}. @public */
export type PipelineAction = z.infer<typeof pipelineActionSchema>;

/** Every action of the portal itself, by its kind. Modules add kinds of their own. @public */
export const actionSchema = z.discriminatedUnion('kind', [
  ...pipelineActionSchema.options,
  applyActionSchema,
]);

/** An action of the portal itself; see {@link actionSchema}. @public */
export type Action = z.infer<typeof actionSchema>;

/** An action of any kind, as much of it as every action has. @public */
export const anyActionSchema = z.looseObject({
  /** Namespaced kind, such as `workload.apply` */
  kind: z
    .string()
    .max(100)
    .regex(
      /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)+$/,
      'Give a namespaced kind of action, such as workload.apply',
    ),
});

/** An action of any kind; see {@link anyActionSchema}. @public */
export type AnyAction = z.infer<typeof anyActionSchema>;

/** A service that the catalog does not have yet, as its catalog file will describe it. @public */
export const draftServiceSchema = z.object({
  kind: z.string().max(63),
  metadata: z.object({
    name: z.string().max(63),
    namespace: z.string().max(63).default('default'),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({ owner: z.string().max(300) }),
});

/** Body of `POST /v1/actions`. @public */
export const actionRequestSchema = z.object({
  target: actionTargetSchema,
  action: actionSchema,
  /** Whether to plan only: the response is an {@link ActionPreview} */
  dryRun: z.boolean().optional(),
  /** With `dryRun`: the target's entity, where the catalog does not have it yet */
  draft: draftServiceSchema.optional(),
  /** Why, in a person's words; recorded in the audit log */
  reason: withoutNull(z.string().max(1000)).optional(),
  /** Key of the request: a second request with the same key does nothing and gets the first one's answer */
  idempotencyKey: withoutNull(z.string().min(8).max(100)),
});

/** Body of `POST /v1/actions`. @public */
export type ActionRequest = z.infer<typeof actionRequestSchema>;

/** Body of `POST /v1/actions` with an action of any kind, as the server reads it. @public */
export const anyActionRequestSchema = actionRequestSchema.extend({
  action: anyActionSchema,
});

/** Body of `POST /v1/actions` with an action of any kind. @public */
export type AnyActionRequest = z.infer<typeof anyActionRequestSchema>;

/** Result of a dry run. @public */
export const actionPreviewSchema = z.object({
  /** Why the action would be refused; empty where it could be done */
  refusals: z.array(refusalSchema),
  /** What the action would do, in a shape of its kind: an `ApplyPlan` of `workload.apply` */
  preview: z.unknown(),
});

/** Result of a dry run; see {@link actionPreviewSchema}. @public */
export type ActionPreview = z.infer<typeof actionPreviewSchema>;

/**
 * State of an action.
 *
 * - `pending`: it is being done, or the server did not answer; the portal checks
 *   until it knows
 * - `queued`: the CI server has queued it, and no run has started yet
 * - `succeeded`: done
 * - `rejected`: the portal or the server refused it; nothing was done
 * - `failed`: it was tried and failed
 * - `unknown`: the portal could not find out whether it was done
 *
 * @public
 */
export const actionStateSchema = z.enum([
  'pending',
  'queued',
  'succeeded',
  'rejected',
  'failed',
  'unknown',
]);

/** State of an action; see {@link actionStateSchema}. @public */
export type ActionState = z.infer<typeof actionStateSchema>;

/** Entry of the audit log: an action, who requested it, and its outcome. @public */
export const actionRecordSchema = z.object({
  id: z.string(),
  target: actionTargetSchema,
  /** The action without its secrets and without the content of manifests */
  action: anyActionSchema,
  /** Entity ref of the person who requested it */
  actor: z.string(),
  reason: z.string().optional(),
  /** ISO time of the request */
  at: z.string(),
  state: actionStateSchema,
  /** Why it is in this state, where there is something to say */
  outcome: codedMessageSchema.optional(),
  /** Why it was refused; empty unless it was rejected */
  refusals: z.array(refusalSchema),
  /** Id of the run that it started */
  runId: z.string().optional(),
});

/** Entry of the audit log; see {@link actionRecordSchema}. @public */
export type ActionRecord = z.infer<typeof actionRecordSchema>;
