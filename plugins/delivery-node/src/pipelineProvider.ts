import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  Artifact,
  GateReport,
  LogPart,
  ParameterDefinition,
  Pipeline,
  Run,
  RunChange,
  RunFailure,
  RunInput,
  RunParameter,
  Stage,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import type { Readable } from 'node:stream';

/** A job on a CI server that an entity names. Its pipelines are the job itself or its branches. @public */
export interface PipelineJob {
  /** Configured name of the CI server */
  server: string;
  /** Full name of the job, as the entity names it */
  job: string;
  /** URL of the repository that the entity is built from, if the entity names one. It distinguishes the entity's own commits from those of a shared library */
  repository?: string;
}

/** Result of a search for the jobs that build a repository. @public */
export interface DiscoveredJobs {
  /** Jobs found, the most likely first */
  jobs: {
    /** Value of {@link PipelineProvider.annotation} that names the job in a catalog file */
    name: string;
    /** http(s) URL of the job's page */
    url?: string;
  }[];
  /** One sentence for each server that could not be searched: why, and what to do. Jobs of these servers are missing */
  problems: string[];
}

/** Reference to one pipeline, taken from the server's own listing and never from a request. @public */
export interface PipelineRef extends PipelineJob {
  /** Full name of the pipeline's own job: the entity's job, or a job inside it */
  fullName: string;
}

/** Reference to one run of a pipeline. @public */
export interface RunRef extends PipelineRef {
  /** Number that the server gave the run */
  number: number;
}

/** A pipeline as a server lists it. @public */
export interface ListedPipeline extends Omit<
  Pipeline,
  'id' | 'isDefault' | 'runs'
> {
  /** Whether the pipeline builds the repository's default branch; undefined if the server does not report it */
  isDefault?: boolean;
  /** The newest run; absent if the pipeline has never run */
  lastRun?: {
    /** Number that the server gave the run */
    number: number;
    /** Whether the run has not finished yet */
    isRunning: boolean;
  };
}

/** A job and the pipelines in it. @public */
export interface ListedJob {
  /** http(s) URL of the job's page */
  url?: string;
  /** Pipelines of the job; only the job itself if it is not a folder */
  pipelines: ListedPipeline[];
}

/** A run as a server lists it, without the fields that the portal adds. @public */
export type ListedRun = Omit<Run, 'id' | 'pipelineId' | 'stages' | 'gate'> & {
  /** Status of the quality gate; `unknown` if the server only reports that there is one */
  gate?: Run['gate'];
};

/** A run with the details that have to be read one run at a time. @public */
export interface RunParts {
  /** The run in its present state */
  run: ListedRun;
  /** Top-level stages; empty if the job has none */
  stages: Stage[];
  /** Inputs that the run waits for now */
  inputs: RunInput[];
  /** Parameters that the run was started with */
  parameters: RunParameter[];
  /** Commits that the run was the first to build, newest first */
  changes: RunChange[];
  /** Artifacts of the run, at most 1,000 */
  artifacts: Artifact[];
  /** Names of the stages that the run can be restarted from */
  restartableStages: string[];
  /** Cause of the failure; present if the run failed or is unstable */
  failure?: RunFailure;
}

/** Result of an action. @public */
export type ProviderActionResult =
  | {
      /** The action is complete */
      state: 'done';
    }
  | {
      /** A new run waits in the server's queue */
      state: 'queued';
      /** Id of the queue item; read it with {@link PipelineProvider.readQueueItem} */
      queueId: string;
    };

/** State of an item in a server's queue. @public */
export type QueueItemState =
  | {
      /** The item still waits */
      state: 'queued';
      /** Why it waits, in the server's words */
      reason?: string;
    }
  | {
      /** A run has started */
      state: 'started';
      /** Number of that run */
      number: number;
    }
  | {
      /** `cancelled`: a user removed the item from the queue. `gone`: the server no longer knows it */
      state: 'cancelled' | 'gone';
    };

/** An action that a provider performs. The portal has authorized it already. @public */
export type ProviderAction =
  | {
      /** Starts a run */
      kind: 'trigger';
      /** Pipeline to run */
      pipeline: PipelineRef;
      /** Values by parameter name, already validated against the definitions */
      parameters: Record<string, string | boolean>;
    }
  | {
      /** `rebuild` starts a new run with the same parameters; `stop` stops a run */
      kind: 'rebuild' | 'stop';
      /** Run to rebuild or stop */
      run: RunRef;
    }
  | {
      /** Restarts a run from one of its stages */
      kind: 'restart';
      /** Run to restart */
      run: RunRef;
      /** Name of the stage; one of {@link RunParts.restartableStages} */
      stage: string;
    }
  | {
      /** Submits an input */
      kind: 'answer';
      /** Run that waits for the input */
      run: RunRef;
      /** Id of one of the run's pending inputs */
      inputId: string;
      /** Whether the run proceeds or is aborted */
      decision: 'proceed' | 'abort';
      /** Values by parameter name, already validated against the definitions */
      parameters: Record<string, string | boolean>;
    }
  | {
      /** Makes the server keep a run, or lets the server delete it again */
      kind: 'keep';
      /** Run to keep or release */
      run: RunRef;
      /** Whether the server keeps the run */
      keep: boolean;
    };

/** Definition of a pipeline to create. @public */
export interface PipelineSpec {
  /** http(s) URL that Git clones from, without credentials */
  repositoryUrl: string;
  /** Id of the credential on the CI server that reads the repository; absent if the repository is public */
  credentialsId?: string;
  /** Path of the pipeline script in the repository, such as `Jenkinsfile` */
  scriptPath: string;
}

/** A notification that a job has changed. It only causes the portal to read the job again. @public */
export interface PipelineWebhookEvent {
  /** Configured name of the CI server */
  server: string;
  /** Full name of the job */
  job: string;
}

/** A request to the webhook endpoint of the portal. @public */
export interface WebhookRequest {
  /** Header values by lower-case header name */
  headers: Record<string, string | string[] | undefined>;
  /** Request body, unparsed; at most 64 KiB */
  body: Buffer;
}

/** Options of every call to a CI server. @public */
export interface CallOptions {
  /** Aborts the call and everything that it waits for */
  signal: AbortSignal;
}

/**
 * Reads and controls the pipelines of one kind of CI server.
 *
 * A provider calls the server each time and stores nothing. The portal stores
 * finished runs, authorizes each call and decides when to call. Every method
 * that calls a server throws an error of `@backstage/errors` that names the
 * server and says what to do:
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
   * Whether the last build of a job checked out a repository; false for a job
   * that has never run. Absent if the provider cannot determine it.
   *
   * @param repositoryUrl - http(s) URL of the repository
   */
  lastBuildMatchesRepository?(
    job: PipelineJob,
    repositoryUrl: string,
    options: CallOptions,
  ): Promise<boolean>;
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
  /** Reads a run with all its details. */
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
