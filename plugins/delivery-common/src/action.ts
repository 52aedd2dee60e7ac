import { z } from 'zod';
import { appliedSchema, applyActionSchema } from './apply';

/** Nothing in it may be a secret: it is kept, and told. */
function isRepositoryAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash, pathname } = new URL(text);
  return !username && !password && !search && !hash && pathname.length > 1;
}

const answers = z.record(z.string(), z.union([z.string(), z.boolean()]));

/**
 * What a person can have a CI server do.
 *
 * - `trigger`: begin a run; `parameters` by name
 * - `rebuild`: the same again, with the same parameters
 * - `restart`: from a stage on
 * - `stop`: a run that goes on
 * - `answer`: an input that a run waits with
 * - `keep`: have the server not throw a run away, or let go of that
 * - `createPipeline`: make the job that the service names, of its own repository,
 *   where there is none yet
 *
 * @public
 */
export const pipelineActionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trigger'),
    pipelineId: z.string(),
    parameters: answers,
  }),
  z.object({ kind: z.literal('rebuild'), runId: z.string() }),
  z.object({
    kind: z.literal('restart'),
    runId: z.string(),
    /** By name */
    stage: z.string(),
  }),
  z.object({ kind: z.literal('stop'), runId: z.string() }),
  z.object({
    kind: z.literal('answer'),
    runId: z.string(),
    inputId: z.string(),
    decision: z.enum(['proceed', 'abort']),
    parameters: answers,
  }),
  z.object({ kind: z.literal('keep'), runId: z.string(), keep: z.boolean() }),
  z.object({
    kind: z.literal('createPipeline'),
    /** What Git clones it from: the repository that the service's source location names */
    repositoryUrl: z
      .string()
      .max(1000)
      .refine(
        isRepositoryAddress,
        'Give the http(s) address of a repository, without user, password, query or fragment',
      ),
    /** Of what the server reads the repository with, by its id there; none where anybody may read it */
    credentialsId: z
      .string()
      .regex(
        /^[\w.-]{1,255}$/,
        'Give the id of a credential that the CI server has: letters, digits, _, . and -',
      )
      .optional(),
    /** Of the file in the repository that says what a run does */
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

/** What a person can have a CI server do; see {@link pipelineActionSchema}. @public */
export type PipelineAction = z.infer<typeof pipelineActionSchema>;

/** A service that somebody is about to make, as its catalog file will have it. @public */
export const draftServiceSchema = z.object({
  kind: z.string().max(63),
  metadata: z.object({
    name: z.string().max(63),
    namespace: z.string().max(63).default('default'),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({ owner: z.string().max(300) }),
});

/** What is asked of `POST /v1/actions`. @public */
export const actionRequestSchema = z.object({
  /** Of the service that it is done to, as `component:default/name` */
  entityRef: z.string(),
  action: z.union([pipelineActionSchema, applyActionSchema]),
  /** Only tell what it would do, as an `ApplyPlan`; of `apply` alone */
  dryRun: z.boolean().optional(),
  /** With `dryRun` of `apply`: the service, where the catalog does not have it yet */
  entity: draftServiceSchema.optional(),
  /** Why, in a person's words */
  reason: z.string().max(1000).optional(),
  /** The same for the same wish: a second request with it does nothing, and gives the first's answer */
  idempotencyKey: z.string().min(8).max(100),
});

/** What is asked of `POST /v1/actions`. @public */
export type ActionRequest = z.infer<typeof actionRequestSchema>;

/**
 * How an action went.
 *
 * - `pending`: it is on its way, or the server was not heard of again: look there
 * - `queued`: the server has taken it up, and no run has begun yet
 * - `done`: with the run that came of it, where one did
 * - `refused`: the server or the portal would not, and why
 * - `failed`: it was tried, and why it did not come to be
 *
 * @public
 */
export const actionRecordSchema = z.object({
  id: z.string(),
  entityRef: z.string(),
  action: z.union([pipelineActionSchema, appliedSchema]),
  /** Entity ref of who asked for it */
  actor: z.string(),
  reason: z.string().optional(),
  /** ISO time */
  at: z.string(),
  state: z.enum(['pending', 'queued', 'done', 'refused', 'failed']),
  /** Why it is so, and what to do, where there is something to say */
  message: z.string().optional(),
  /** Id of the run that came of it */
  runId: z.string().optional(),
});

/** How an action went; see {@link actionRecordSchema}. @public */
export type ActionRecord = z.infer<typeof actionRecordSchema>;
