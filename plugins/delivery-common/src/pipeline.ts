import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';
import { runSchema } from './run';
import type { Run } from './run';

/**
 * Definition of a parameter of a pipeline. The default of a password is never
 * exposed.
 *
 * @public
 */
export const parameterDefinitionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['string', 'text']),
    name: z.string(),
    description: z.string().optional(),
    default: z.string(),
  }),
  z.object({
    type: z.literal('boolean'),
    name: z.string(),
    description: z.string().optional(),
    default: z.boolean(),
  }),
  z.object({
    type: z.literal('choice'),
    name: z.string(),
    description: z.string().optional(),
    default: z.string(),
    choices: z.array(z.string()),
  }),
  z.object({
    type: z.literal('password'),
    name: z.string(),
    description: z.string().optional(),
  }),
  z.object({
    /** A parameter that can only be set on the CI server itself, such as a file */
    type: z.literal('unsupported'),
    name: z.string(),
    description: z.string().optional(),
    /** The CI server's name of the type */
    kind: z.string(),
  }),
]);

/** Definition of a parameter of a pipeline; see {@link parameterDefinitionSchema}. @public */
export type ParameterDefinition = z.infer<typeof parameterDefinitionSchema>;

/** Parameter definitions of a pipeline, in the order of the CI server. @public */
export const pipelineParametersSchema = z.object({
  parameters: z.array(parameterDefinitionSchema),
});

/** Parameter definitions of a pipeline, in the order of the CI server. @public */
export type PipelineParameters = z.infer<typeof pipelineParametersSchema>;

/** A run that waits in the CI server's queue. @public */
export const queuedRunSchema = z.object({
  /** Id of the queue item */
  id: z.string(),
  /** ISO time at which it was queued */
  since: z.string().optional(),
  /** Why it has not started: a quotation, in the CI server's words */
  reason: z.string().optional(),
});

/** A run that waits in the CI server's queue. @public */
export type QueuedRun = z.infer<typeof queuedRunSchema>;

/** A job or a branch of a job, with its newest runs. @public */
export const pipelineSchema = z.object({
  /** The portal's id of the pipeline; needs no encoding in a URL */
  id: z.string(),
  /** Display name of the branch, tag or job: `feature/x` */
  name: z.string(),
  /** Full name of the job on the CI server, with its folders */
  fullName: z.string(),
  kind: z.enum(['branch', 'change-request', 'tag', 'job']),
  /** http(s) URL of the pipeline's page on the CI server */
  url: z.string().optional(),
  /** Whether it builds the repository's default branch */
  isDefault: z.boolean(),
  /** Whether a run can be started */
  isBuildable: z.boolean(),
  queued: queuedRunSchema.optional(),
  /** Known runs, newest first; at most {@link RUNS_SHOWN} */
  runs: z.array(runSchema),
});

/** A job or a branch of a job, with its newest runs; see {@link pipelineSchema}. @public */
export type Pipeline = z.infer<typeof pipelineSchema>;

/** Maximum number of runs of a {@link Pipeline}. @public */
export const RUNS_SHOWN = 15;

/**
 * How current the data of a source is.
 *
 * - `syncing`: it has not been read yet
 * - `synced`: the data is current
 * - `stale`: the CI server cannot be read now; the data is the last known state
 * - `failed`: it has never been read
 *
 * @public
 */
export const sourceSyncSchema = z.object({
  state: z.enum(['syncing', 'synced', 'stale', 'failed']),
  /** ISO time of the last successful read; absent if there was none */
  readAt: z.string().optional(),
  /** Why the CI server cannot be read, and what to do */
  problem: codedMessageSchema.optional(),
});

/** How current the data of a source is; see {@link sourceSyncSchema}. @public */
export type SourceSync = z.infer<typeof sourceSyncSchema>;

/** A job that an entity names, with its pipelines. @public */
export const pipelineSourceSchema = z.object({
  /** Name of the provider, such as `jenkins` */
  provider: z.string(),
  /** Configured name of the CI server */
  server: z.string(),
  /** Full name of the job, as the entity names it */
  job: z.string(),
  /** http(s) URL of the job's page */
  url: z.string().optional(),
  sync: sourceSyncSchema,
  /** Why pipelines of the job are missing, and what to do; absent if none is known to be missing */
  problems: z.array(codedMessageSchema).optional(),
  /** Pipelines: the default branch first, then the most recently active */
  pipelines: z.array(pipelineSchema),
});

/** A job that an entity names, with its pipelines. @public */
export type PipelineSource = z.infer<typeof pipelineSourceSchema>;

/** The pipelines of one service. @public */
export const servicePipelinesSchema = z.object({
  /** Ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Whether the portal has a pipeline provider */
  isConfigured: z.boolean(),
  /** Jobs in the order in which the entity names them; empty if it names none */
  sources: z.array(pipelineSourceSchema),
  /** What is wrong with the entity's annotation, and how to correct it */
  problem: codedMessageSchema.optional(),
});

/** The pipelines of one service. @public */
export type ServicePipelines = z.infer<typeof servicePipelinesSchema>;

/**
 * Jobs that build the repository that a service's workloads name. The service's
 * catalog file could name them.
 *
 * @public
 */
export const pipelineCandidatesSchema = z.object({
  /** http(s) URL of the repository; absent if no workload names one */
  repository: z.string().optional(),
  /** Jobs, the most likely first; empty if none was found */
  jobs: z.array(
    z.object({
      /** Name of the provider, such as `jenkins` */
      provider: z.string(),
      /** Value of the annotation that names the job in a catalog file */
      name: z.string(),
      /** http(s) URL of the job's page */
      url: z.string().optional(),
    }),
  ),
  /** Servers that could not be searched, why, and what to do; jobs may be missing */
  problems: z.array(codedMessageSchema),
});

/** Jobs that build a service's repository; see {@link pipelineCandidatesSchema}. @public */
export type PipelineCandidates = z.infer<typeof pipelineCandidatesSchema>;

/**
 * Message of the stream of a service's pipelines: the data of one server-sent
 * event. The first message is a snapshot, the others are patches.
 *
 * @public
 */
export const pipelinesEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), pipelines: servicePipelinesSchema }),
  z.object({
    type: z.literal('patch'),
    /** Index of the source */
    source: z.number().int(),
    sync: sourceSyncSchema,
    /** New and changed pipelines, each complete */
    pipelines: z.array(pipelineSchema),
    /** Ids of all pipelines in their new order; present if the order changed */
    order: z.array(z.string()).optional(),
  }),
]);

/** Message of the stream of a service's pipelines; see {@link pipelinesEventSchema}. @public */
export type PipelinesEvent = z.infer<typeof pipelinesEventSchema>;

/**
 * Applies an event to a service's pipelines. Unchanged pipelines stay the same
 * objects, so that a view does not render them again.
 *
 * @public
 */
export function applyPipelinesEvent(
  before: ServicePipelines | undefined,
  event: PipelinesEvent,
): ServicePipelines | undefined {
  if (event.type === 'snapshot') return event.pipelines;
  const source = before?.sources[event.source];
  if (!before || !source) return before;
  const known = new Map(
    [...source.pipelines, ...event.pipelines].map(each => [each.id, each]),
  );
  const order = event.order ?? source.pipelines.map(({ id }) => id);
  const pipelines = order.flatMap(id => known.get(id) ?? []);
  const sources = before.sources.map(each =>
    each === source ? { ...source, sync: event.sync, pipelines } : each,
  );
  return { ...before, sources };
}

/**
 * Compares two states of a service's pipelines and returns the events that lead
 * from the first to the second: none if nothing changed, a snapshot if the sources
 * themselves differ, otherwise a patch for each changed source.
 *
 * @public
 */
export function diffPipelines(
  before: ServicePipelines,
  after: ServicePipelines,
): PipelinesEvent[] {
  const head = ({ sources, ...rest }: ServicePipelines) =>
    JSON.stringify([
      rest,
      sources.map(({ sync: _, pipelines: __, ...source }) => source),
    ]);
  if (head(before) !== head(after)) {
    return [{ type: 'snapshot', pipelines: after }];
  }
  return after.sources.flatMap((source, index) => {
    const was = before.sources[index];
    const known = new Map(was.pipelines.map(each => [each.id, each]));
    const pipelines = source.pipelines.filter(
      each => !isSame(known.get(each.id), each),
    );
    const ids = source.pipelines.map(({ id }) => id);
    const order = isSame(
      ids,
      was.pipelines.map(({ id }) => id),
    )
      ? undefined
      : ids;
    const isUnchanged =
      !pipelines.length && !order && isSame(was.sync, source.sync);
    return isUnchanged
      ? []
      : [
          {
            type: 'patch' as const,
            source: index,
            sync: source.sync,
            pipelines,
            ...(order && { order }),
          },
        ];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Returns the newest run of the default branch. @public */
export function lastDefaultRun({
  sources,
}: Pick<ServicePipelines, 'sources'>): Run | undefined {
  return sources
    .flatMap(({ pipelines }) => pipelines.filter(p => p.isDefault))
    .flatMap(({ runs }) => runs.slice(0, 1))[0];
}
