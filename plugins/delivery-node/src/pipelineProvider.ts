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

/** A job that an entity names: where its pipelines are. @public */
export interface PipelineJob {
  /** The configured name of the server */
  server: string;
  /** Full name of the job, as the entity has it */
  job: string;
  /** Address of the repository that the entity is built of, where it says: tells its commits from a library's */
  repository?: string;
}

/** What came of a look for the jobs that build a repository. @public */
export interface DiscoveredJobs {
  /** The likeliest first */
  jobs: {
    /** What a catalog file names it by: a value of {@link PipelineProvider.annotation} */
    name: string;
    /** http(s) address of its page */
    url?: string;
  }[];
  /** Which servers could not be asked, why, and what to do: their jobs are missing */
  problems: string[];
}

/** One pipeline, as the server's own listing named it. Never made from a request. @public */
export interface PipelineRef extends PipelineJob {
  /** Full name of the pipeline's own job: the job of the entity, or one in it */
  fullName: string;
}

/** One run of a pipeline. @public */
export interface RunRef extends PipelineRef {
  /** As the server counts */
  number: number;
}

/** A pipeline as a server lists it. @public */
export interface ListedPipeline extends Omit<
  Pipeline,
  'id' | 'isDefault' | 'runs'
> {
  /** Whether the server says that it builds the repository's default branch; undefined where it does not say */
  isDefault?: boolean;
  /** Its newest run; none where it has none */
  lastRun?: {
    /** As the server counts */
    number: number;
    /** Whether it goes on */
    isGoingOn: boolean;
  };
}

/** A job, with the pipelines in it. @public */
export interface ListedJob {
  /** http(s) address of its page */
  url?: string;
  /** Itself, where it is no folder */
  pipelines: ListedPipeline[];
}

/** A run as a server gives it: what the portal adds is left out. @public */
export type ListedRun = Omit<Run, 'id' | 'pipelineId' | 'stages' | 'gate'> & {
  /** Where the server knows the verdict, or that there is one */
  gate?: Run['gate'];
};

/** What one has to ask for besides, a run at a time. @public */
export interface RunParts {
  /** As it is now */
  run: ListedRun;
  /** Outermost; empty where the job has none */
  stages: Stage[];
  /** Those that it waits with now */
  inputs: RunInput[];
  /** What it was told */
  parameters: RunParameter[];
  /** Newest first */
  changes: RunChange[];
  /** At most 1,000 */
  artifacts: Artifact[];
  /** Names of stages that it can be begun again from */
  restartableStages: string[];
  /** Present where it failed or is unstable */
  failure?: RunFailure;
}

/** Where an action has led. @public */
export type ActionResult =
  | {
      /** Nothing more will come of it */
      state: 'done';
    }
  | {
      /** It waits in the server's queue */
      state: 'queued';
      /** To be asked with {@link PipelineProvider.readQueued} */
      queueId: string;
    };

/** What has become of something in a queue. @public */
export type QueuedOutcome =
  | {
      /** It waits */
      state: 'queued';
      /** In the server's words */
      reason?: string;
    }
  | {
      /** It is a run */
      state: 'started';
      /** As the server counts */
      number: number;
    }
  | {
      /** It was taken out of the queue, or the server does not know it any more */
      state: 'cancelled' | 'gone';
    };

/** An action that a provider is to do; who may do it was decided before. @public */
export type ProviderAction =
  | {
      /** To begin a run */
      kind: 'trigger';
      /** Of what */
      pipeline: PipelineRef;
      /** By name; checked against the definitions */
      parameters: Record<string, string | boolean>;
    }
  | {
      /** To begin a run again as it was; to stop one */
      kind: 'rebuild' | 'stop';
      /** Which */
      run: RunRef;
    }
  | {
      /** To begin a run again from a stage on */
      kind: 'restart';
      /** Which */
      run: RunRef;
      /** By name; one of the run's restartable */
      stage: string;
    }
  | {
      /** To answer an input */
      kind: 'answer';
      /** Which waits */
      run: RunRef;
      /** One of the run's */
      inputId: string;
      /** The answer */
      decision: 'proceed' | 'abort';
      /** By name; checked against the definitions */
      parameters: Record<string, string | boolean>;
    }
  | {
      /** To have a run kept, or not any more */
      kind: 'keep';
      /** Which */
      run: RunRef;
      /** Whether */
      keep: boolean;
    };

/** What a pipeline is to be made of. @public */
export interface PipelineSpec {
  /** http(s) address that Git clones from, without a credential in it */
  repositoryUrl: string;
  /** Of what the server reads the repository with, by its id there; none where anybody may read it */
  credentialsId?: string;
  /** Of the file in the repository that says what a run does */
  scriptPath: string;
}

/** A hint that something has happened to a job; to be believed as far as asking again. @public */
export interface PipelineWebhookEvent {
  /** The configured name of the server */
  server: string;
  /** Full name of the job */
  job: string;
}

/** What came to the address where hints are taken. @public */
export interface WebhookRequest {
  /** By name in small letters */
  headers: Record<string, string | string[] | undefined>;
  /** As it came; at most 64 KiB */
  body: Buffer;
}

/** How a call is to end early. @public */
export interface CallOptions {
  /** Ends the call, and what it waits for */
  signal: AbortSignal;
}

/**
 * Reads and moves pipelines of one kind of CI server. It asks each time that it
 * is called, and keeps nothing: what is finished is kept by the portal, which
 * also decides who may call, and when. Every method that asks a server throws
 * an error of `@backstage/errors` that names the server and what to do:
 * `NotFoundError` where the server has no such thing (any more),
 * `NotAllowedError` where its credential may not, `ServiceUnavailableError`
 * where it cannot be reached, is restarting or answers nonsense, `InputError`
 * for what it would not take.
 * @public
 */
export interface PipelineProvider {
  /** Such as `jenkins` */
  readonly name: string;
  /** What a person can write into a catalog file to name a job: `[annotation, an example of its value]` */
  readonly annotation: readonly [name: string, example: string];
  /** Names that the annotation had before, and that are read too */
  readonly formerAnnotations?: readonly string[];
  /**
   * The jobs that an entity names; empty where it names none. Asks nobody.
   * @throws InputError when it names a server that is not configured, or nonsense
   */
  locate(entity: Entity): PipelineJob[];
  /**
   * At most five jobs that build a repository, as far as a look at a bounded
   * number of jobs tells. Servers that cannot be asked are told of and do not
   * throw. A provider that cannot look for jobs leaves it out.
   *
   * @param repositoryUrl - http(s) address of the repository
   */
  find?(repositoryUrl: string, options: CallOptions): Promise<DiscoveredJobs>;
  /**
   * Whether what a job built last is of a repository; a job that never ran builds
   * none. A provider that cannot tell leaves it out.
   *
   * @param repositoryUrl - http(s) address of the repository
   */
  builds?(
    job: PipelineJob,
    repositoryUrl: string,
    options: CallOptions,
  ): Promise<boolean>;
  /** The pipelines of a job, each with the number of its newest run: cheap, asked once a minute. */
  listPipelines(job: PipelineJob, options: CallOptions): Promise<ListedJob>;
  /** What a run is to be told. */
  readParameters(
    pipeline: PipelineRef,
    options: CallOptions,
  ): Promise<ParameterDefinition[]>;
  /** The newest runs, newest first. One that cannot be understood has a `problem`. */
  listRuns(
    pipeline: PipelineRef,
    options: CallOptions & {
      /** At most so many */
      limit: number;
    },
  ): Promise<ListedRun[]>;
  /** A run, with all that belongs to it. */
  readRun(run: RunRef, options: CallOptions): Promise<RunParts>;
  /** Only what changes while a run goes on. */
  readProgress(
    run: RunRef,
    options: CallOptions,
  ): Promise<Pick<RunParts, 'run' | 'stages'>>;
  /** What its tests said; undefined where there were none. */
  readTests(run: RunRef, options: CallOptions): Promise<TestReport | undefined>;
  /** What its gate, coverage and warnings say. */
  readGate(run: RunRef, options: CallOptions): Promise<GateReport>;
  /** A part of its log, or of a stage's own: from a byte on, else the last. */
  readLog(
    run: RunRef,
    options: CallOptions & {
      /** From this byte on; the last part where it is not given */
      start?: number;
      /** At most so many bytes, a little more to end with a whole line */
      maxBytes: number;
      /** Id of a stage whose own log it is to be */
      stageId?: string;
    },
  ): Promise<LogPart>;
  /** A file that it left: one of the run's artifacts. */
  readArtifact(
    run: RunRef,
    options: CallOptions & {
      /** As {@link RunParts.artifacts} has it */
      path: string;
    },
  ): Promise<{
    /** Its content */
    stream: Readable;
    /** In bytes, where the server says */
    size?: number;
  }>;
  /** Does something, once. */
  act(action: ProviderAction, options: CallOptions): Promise<ActionResult>;
  /**
   * Makes the job that an entity names, with the folders that it is in, a pipeline
   * for each branch of a repository, and has it look for branches. Told again, it
   * goes on with what it has made. A provider that cannot make jobs leaves it out.
   *
   * @returns whether it was made now, or was there already with this repository
   * @throws ConflictError where something else has its name: a job of another
   * repository, both named, or what is no such job
   */
  create?(
    job: PipelineJob,
    spec: PipelineSpec,
    options: CallOptions,
  ): Promise<'created' | 'exists'>;
  /** What has become of something in the queue. */
  readQueued(
    pipeline: PipelineRef,
    options: CallOptions & {
      /** As {@link ActionResult} gave it */
      queueId: string;
    },
  ): Promise<QueuedOutcome>;
  /**
   * What a webhook says; undefined for what does not concern it.
   * @throws AuthenticationError for one that is not who it says, or came before
   */
  parseWebhook?(request: WebhookRequest): PipelineWebhookEvent | undefined;
}

/** Takes providers from modules of the delivery plugin. @public */
export interface PipelineProvidersExtensionPoint {
  /**
   * Adds a provider.
   * @throws ConflictError when another has its name
   */
  addProvider(provider: PipelineProvider): void;
}

/** Where modules of the delivery plugin add pipeline providers. @public */
export const pipelineProvidersExtensionPoint =
  createExtensionPoint<PipelineProvidersExtensionPoint>({
    id: 'delivery.pipeline-providers',
  });
