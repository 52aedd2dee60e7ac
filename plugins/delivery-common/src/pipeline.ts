import { z } from 'zod';
import { runSchema } from './run';
import type { Run } from './run';

/**
 * What a person fills in to begin a run. A password's default is never told.
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
    /** One that can only be given in the CI server: a file, a run, ... */
    type: z.literal('unsupported'),
    name: z.string(),
    description: z.string().optional(),
    /** The server's word for its type */
    kind: z.string(),
  }),
]);

/** What a person fills in to begin a run; see {@link parameterDefinitionSchema}. @public */
export type ParameterDefinition = z.infer<typeof parameterDefinitionSchema>;

/** What a run of a pipeline is to be told, in order. @public */
export const pipelineParametersSchema = z.object({
  parameters: z.array(parameterDefinitionSchema),
});

/** What a run of a pipeline is to be told, in order. @public */
export type PipelineParameters = z.infer<typeof pipelineParametersSchema>;

/** A run that has been asked for and has not begun. @public */
export const queuedRunSchema = z.object({
  /** In the server's queue */
  id: z.string(),
  /** ISO time */
  since: z.string().optional(),
  /** Why it has not begun, in the server's words */
  reason: z.string().optional(),
});

/** A run that has been asked for and has not begun. @public */
export type QueuedRun = z.infer<typeof queuedRunSchema>;

/** A job, or a branch of one, with its newest runs. @public */
export const pipelineSchema = z.object({
  /** Of this pipeline, in the portal: may stand in an address as it is */
  id: z.string(),
  /** The branch, tag or job, as people call it: `feature/x` */
  name: z.string(),
  /** As the server names the job, with its folders */
  fullName: z.string(),
  kind: z.enum(['branch', 'change-request', 'tag', 'job']),
  /** http(s) address of its page in the CI server */
  url: z.string().optional(),
  /** Whether it builds the branch that releases come from */
  isDefault: z.boolean(),
  /** Whether a run can be asked for */
  isBuildable: z.boolean(),
  queued: queuedRunSchema.optional(),
  /** Newest first; as many as are known, at most {@link RUNS_SHOWN} */
  runs: z.array(runSchema),
});

/** A job, or a branch of one, with its newest runs; see {@link pipelineSchema}. @public */
export type Pipeline = z.infer<typeof pipelineSchema>;

/** Runs that a pipeline is shown with. @public */
export const RUNS_SHOWN = 15;

/**
 * How fresh what is shown of a source is.
 *
 * - `reading`: it has not been read yet
 * - `current`: as the server said last, and it is asked again
 * - `stale`: the server cannot be asked now; as it said last
 * - `failed`: it could never be read
 *
 * @public
 */
export const sourceSyncSchema = z.object({
  state: z.enum(['reading', 'current', 'stale', 'failed']),
  /** ISO time at which it was last read; none where never */
  readAt: z.string().optional(),
  /** What went wrong, and what to do */
  message: z.string().optional(),
});

/** How fresh what is shown of a source is; see {@link sourceSyncSchema}. @public */
export type SourceSync = z.infer<typeof sourceSyncSchema>;

/** A job that an entity names, with the pipelines in it. @public */
export const pipelineSourceSchema = z.object({
  /** Of the provider: `jenkins` */
  provider: z.string(),
  /** The configured name of the server */
  server: z.string(),
  /** As the entity names it */
  job: z.string(),
  /** http(s) address of its page */
  url: z.string().optional(),
  sync: sourceSyncSchema,
  /** The default branch first, then by what happened last */
  pipelines: z.array(pipelineSchema),
});

/** A job that an entity names, with the pipelines in it. @public */
export type PipelineSource = z.infer<typeof pipelineSourceSchema>;

/** The pipelines of one service. @public */
export const servicePipelinesSchema = z.object({
  /** Of the service, as `component:default/name` */
  entityRef: z.string(),
  /** Whether the portal has something to read pipelines with */
  isConfigured: z.boolean(),
  /** In the order in which the entity names them; empty where it names none */
  sources: z.array(pipelineSourceSchema),
  /** What the entity says that cannot be understood, and how to mend it */
  problem: z.string().optional(),
});

/** The pipelines of one service. @public */
export type ServicePipelines = z.infer<typeof servicePipelinesSchema>;

/**
 * The jobs that build the repository which a service's workloads name: what its
 * catalog file could name.
 * @public
 */
export const pipelineCandidatesSchema = z.object({
  /** http(s) address of the repository; none where no workload names one */
  repository: z.string().optional(),
  /** The likeliest first; empty where none was found */
  jobs: z.array(
    z.object({
      /** Of the provider: `jenkins` */
      provider: z.string(),
      /** What a catalog file names it by */
      name: z.string(),
      /** http(s) address of its page */
      url: z.string().optional(),
    }),
  ),
  /** What could not be asked, why, and what to do: jobs may be missing */
  problems: z.array(z.string()),
});

/** The jobs that build a service's repository; see {@link pipelineCandidatesSchema}. @public */
export type PipelineCandidates = z.infer<typeof pipelineCandidatesSchema>;

/**
 * What the stream of a service's pipelines sends, each as the data of one
 * server-sent event: all, then what changed.
 * @public
 */
export const pipelinesEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), pipelines: servicePipelinesSchema }),
  z.object({
    type: z.literal('patch'),
    /** Which of the sources, by its place */
    source: z.number().int(),
    sync: sourceSyncSchema,
    /** New or changed, each whole */
    pipelines: z.array(pipelineSchema),
    /** Ids of all pipelines, in their order, where it is another */
    order: z.array(z.string()).optional(),
  }),
]);

/** What the stream of a service's pipelines sends; see {@link pipelinesEventSchema}. @public */
export type PipelinesEvent = z.infer<typeof pipelinesEventSchema>;

/**
 * The pipelines after an event. What did not change is the same object as
 * before, so that a view can skip it.
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
 * What leads from a service's pipelines to later ones: none where nothing
 * changed, a snapshot where the sources themselves differ.
 * @public
 */
export function pipelinesEvents(
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

/** The newest run of the branch that releases come from. @public */
export function lastDefaultRun({
  sources,
}: Pick<ServicePipelines, 'sources'>): Run | undefined {
  return sources
    .flatMap(({ pipelines }) => pipelines.filter(p => p.isDefault))
    .flatMap(({ runs }) => runs.slice(0, 1))[0];
}
