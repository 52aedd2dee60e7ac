import type {
  Artifact,
  CodedMessage,
  Pipeline,
  Run,
  RunChange,
  RunFailure,
  RunInput,
  RunParameter,
  Stage,
  SubRun,
} from '@fairway/backstage-plugin-delivery-common';

/** A job on a CI server that an entity names. Its pipelines are the job itself or its branches. @public */
export interface PipelineJob {
  /** Configured name of the CI server */
  server: string;
  /** Full name of the job, as the entity names it */
  job: string;
  /** URL of the repository that the entity is built from, if the entity names one. It distinguishes the entity's own commits from those of a shared library */
  repository?: string;
}

/** What a job builds. @public */
export interface JobIdentity {
  /** Whether it only contains other jobs; the branches of one repository do not count */
  isFolder: boolean;
  /** Addresses of the repository that it builds. Empty if it is unknown, or if there are several */
  repositories: string[];
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
  /** For each server that could not be searched: why, and what to do. Jobs of these servers are missing */
  problems: CodedMessage[];
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
  /** Why pipelines are missing, and what to do; absent if none is known to be missing */
  problems?: CodedMessage[];
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
  /** Top-level stages; empty if the job has none, absent if they could not be read */
  stages?: Stage[];
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
  /** Runs that the run consists of, failed ones first; empty unless the job is a matrix or the like */
  subRuns: SubRun[];
  /** Parts that could not be read, and why. A run with problems is read again */
  problems: CodedMessage[];
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
      /** Why it waits: a quotation, in the server's words */
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
