import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  GateReport,
  LogPart,
  ParameterDefinition,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import type { Readable } from 'node:stream';
import type {
  PipelineJob,
  JobIdentity,
  DiscoveredJobs,
  PipelineRef,
  RunRef,
  ListedJob,
  ListedRun,
  RunParts,
  ProviderActionResult,
  QueueItemState,
  ProviderAction,
  PipelineSpec,
  PipelineWebhookEvent,
  WebhookRequest,
  CallOptions,
} from './pipelineTypes';

/**
 * Reads and controls the pipelines of one kind of CI server.
 *
 * A provider calls the server each time and stores nothing. The portal stores
 * finished runs, authorizes each call and decides when to call. Every method
 * that calls a server throws an error of `@backstage/errors` that names the
 * server and says what to do. Create it with `problemError` of
 * `@fairway/backstage-plugin-delivery-common`, so that a page can show it in the
 * viewer's language:
 *
 * - `NotFoundError`: the server does not have the object, or no longer has it
 * - `NotAllowedError`: the server's credential lacks the permission
 * - `ServiceUnavailableError`: the server is unreachable, restarting, or its
 *   response cannot be parsed
 * - `InputError`: the server rejects the input
 *
 * @public
 */
export interface PipelineProvider {
  /** Name of the provider, such as `jenkins` */
  readonly name: string;
  /** Annotation that names jobs in a catalog file, with an example of its value */
  readonly annotation: readonly [name: string, example: string];
  /** Older names of the annotation that are still read */
  readonly legacyAnnotations?: readonly string[];
  /**
   * Returns the jobs that an entity names; empty if it names none. Makes no
   * request.
   *
   * @throws InputError if the annotation cannot be parsed or names a server that
   * is not configured
   */
  locate(entity: Entity): PipelineJob[];
  /**
   * Finds at most five jobs that build a repository. Only a bounded number of
   * jobs is checked. Unreachable servers are listed in the result instead of
   * throwing. Absent if the provider cannot search for jobs.
   *
   * @param repositoryUrl - http(s) URL of the repository
   */
  findJobs?(
    repositoryUrl: string,
    options: CallOptions,
  ): Promise<DiscoveredJobs>;
  /**
   * Reads what a job builds, which proves whose job it is. Without this method, only
   * the portal's configuration can prove it.
   *
   * @throws NotFoundError if the server does not have the job
   */
  identifyJob?(job: PipelineJob, options: CallOptions): Promise<JobIdentity>;
  /** Whether pages show a job that nothing proves to belong to the entity that names it; false if omitted */
  readonly viewWithoutProof?: boolean;
  /** Lists the pipelines of a job, each with the number of its newest run. The portal calls it once a minute, so it must be cheap. */
  listPipelines(job: PipelineJob, options: CallOptions): Promise<ListedJob>;
  /** Reads the parameter definitions of a pipeline. */
  readParameters(
    pipeline: PipelineRef,
    options: CallOptions,
  ): Promise<ParameterDefinition[]>;
  /** Lists the newest runs, newest first. A run that cannot be parsed has a `problem`. */
  listRuns(
    pipeline: PipelineRef,
    options: CallOptions & {
      /** Maximum number of runs */
      limit: number;
    },
  ): Promise<ListedRun[]>;
  /** Reads a run with all its details. Throws only if the run itself cannot be read; other parts are listed in {@link RunParts.problems}. */
  readRun(run: RunRef, options: CallOptions): Promise<RunParts>;
  /** Reads only the part of a run that changes while it runs. */
  readProgress(
    run: RunRef,
    options: CallOptions,
  ): Promise<Pick<RunParts, 'run' | 'stages'>>;
  /** Reads the test report of a run; undefined if it has no tests. */
  readTests(run: RunRef, options: CallOptions): Promise<TestReport | undefined>;
  /** Reads the quality gate, coverage and warnings of a run. */
  readGate(run: RunRef, options: CallOptions): Promise<GateReport>;
  /** Reads a part of the log of a run or of one of its stages. */
  readLog(
    run: RunRef,
    options: CallOptions & {
      /** First byte to read; without it, the end of the log is read */
      start?: number;
      /** Maximum number of bytes, slightly exceeded to end with a whole line */
      maxBytes: number;
      /** Id of the stage whose log is read; without it, the run's whole log */
      stageId?: string;
    },
  ): Promise<LogPart>;
  /** Reads one of the artifacts of a run. */
  readArtifact(
    run: RunRef,
    options: CallOptions & {
      /** Path of the artifact, as listed in {@link RunParts.artifacts} */
      path: string;
    },
  ): Promise<{
    /** Content of the artifact */
    stream: Readable;
    /** Size in bytes, if the server reports it */
    size?: number;
  }>;
  /** Performs an action exactly once; it is never retried. */
  performAction(
    action: ProviderAction,
    options: CallOptions,
  ): Promise<ProviderActionResult>;
  /**
   * Creates the job that an entity names as a multibranch pipeline of a
   * repository, together with its missing folders, and starts the scan for
   * branches. A second call completes what the first one left incomplete. Absent
   * if the provider cannot create jobs.
   *
   * @returns `created`, or `exists` if the job already builds this repository
   * @throws ConflictError if another job has the name: one of a different
   * repository, or one of a different kind
   */
  createPipeline?(
    job: PipelineJob,
    spec: PipelineSpec,
    options: CallOptions,
  ): Promise<'created' | 'exists'>;
  /** Reads the state of an item in the server's queue. */
  readQueueItem(
    pipeline: PipelineRef,
    options: CallOptions & {
      /** Id of the queue item, from {@link ProviderActionResult} */
      queueId: string;
    },
  ): Promise<QueueItemState>;
  /**
   * Parses a webhook request; undefined for an event that concerns no job.
   *
   * @throws AuthenticationError if the signature is wrong, or the request has
   * been received before
   */
  parseWebhook?(request: WebhookRequest): PipelineWebhookEvent | undefined;
}

/** Lets modules of the delivery plugin add pipeline providers. @public */
export interface PipelineProvidersExtensionPoint {
  /**
   * Adds a provider.
   *
   * @throws ConflictError if another provider has the same name
   */
  addProvider(provider: PipelineProvider): void;
}

/** Extension point through which modules of the delivery plugin add pipeline providers. @public */
export const pipelineProvidersExtensionPoint =
  createExtensionPoint<PipelineProvidersExtensionPoint>({
    id: 'delivery.pipeline-providers',
  });
