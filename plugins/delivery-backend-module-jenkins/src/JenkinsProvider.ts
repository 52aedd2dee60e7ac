import type { Config } from '@backstage/config';
import { InputError, NotAllowedError, isError } from '@backstage/errors';
import { Repositories } from '@fairway/backstage-plugin-delivery-node';
import type {
  CallOptions,
  PipelineJob,
  PipelineProvider,
  PipelineSpec,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import { performAction, readQueueItem } from './performAction';
import { createJob } from './createJob';
import {
  RUN_DETAIL_TREE,
  RUN_TREE,
  STATUS_TREE,
  buildListSchema,
  buildSchema,
  buildStatusSchema,
} from './builds';
import type { JenkinsBuild } from './builds';
import { findJobs } from './findJobs';
import { identifyJob } from './identifyJob';
import { JenkinsWebhooks } from './JenkinsWebhooks';
import { httpAddress } from './httpAddress';
import { JenkinsClient } from './JenkinsClient';
import { jobPath, runName, runPath } from './jobPath';
import {
  JOB_TREE,
  PARAMETERS_TREE,
  jenkinsItemSchema,
  jobParametersSchema,
  listedJob,
  parameterDefinition,
} from './jobs';
import { parseRun, toRun } from './parseRun';
import { GITHUB_FOLDER, JOB_FULL_NAME, locate } from './locate';
import { readJenkinsConfig } from './readJenkinsConfig';
import { readArtifact } from './readArtifact';
import { readLog } from './readLog';
import { readRunParts, readRunProgress, readStages } from './readRunParts';
import { ReportReader } from './ReportReader';
import { SonarQube } from './SonarQube';
import { readStageLog } from './stageLog';
import { StageReader } from './StageReader';

/** Maximum number of builds that Jenkins lists in `builds`. */
const MAX_BUILDS = 100;

/** Maximum size of an artifact, because artifacts are streamed through the portal. */
const MAX_ARTIFACT_BYTES = 512 * 1024 * 1024;

/** The clients of one Jenkins server. */
interface Server {
  client: JenkinsClient;
  stages: StageReader;
  reports: ReportReader;
}

/** Reads and controls pipelines of Jenkins. */
export class JenkinsProvider implements PipelineProvider {
  readonly name = 'jenkins';
  readonly annotation = [JOB_FULL_NAME, 'folder/job'] as const;
  readonly legacyAnnotations = [GITHUB_FOLDER];
  readonly #servers: Map<string, Server>;
  readonly #webhooks: JenkinsWebhooks;
  readonly #repositories: Repositories;
  readonly #maxArtifactBytes: number;
  /** Folders in which pipelines may be created */
  readonly #folders: readonly string[];

  /** @throws InputError if the configuration is invalid */
  static fromConfig(
    config: Config,
    options: {
      fetch?: typeof fetch;
      now?: () => number;
      timeoutMs?: number;
      maxArtifactBytes?: number;
    } = {},
  ): JenkinsProvider {
    const { now = Date.now } = options;
    const sonarqube = SonarQube.fromConfig(config, options);
    const servers = readJenkinsConfig(config).map(server => {
      const client = JenkinsClient.create(server, options);
      const stages = StageReader.create(client, now);
      const reports = ReportReader.create(client, sonarqube);
      return [server.name, { client, stages, reports }] as const;
    });
    const secret = config.getOptionalString('delivery.jenkins.webhookSecret');
    return new JenkinsProvider(
      new Map(servers),
      JenkinsWebhooks.create({
        secret,
        now,
        servers: servers.map(([, { client }]) => client.server),
      }),
      Repositories.fromConfig(config),
      options.maxArtifactBytes ?? MAX_ARTIFACT_BYTES,
      config.getOptionalStringArray(
        'delivery.jenkins.pipelineCreation.folders',
      ) ?? [],
      config.getOptionalBoolean('delivery.jenkins.viewWithoutProof') ?? false,
    );
  }

  private constructor(
    servers: Map<string, Server>,
    webhooks: JenkinsWebhooks,
    repositories: Repositories,
    maxArtifactBytes: number,
    folders: readonly string[],
    readonly viewWithoutProof: boolean,
  ) {
    this.#servers = servers;
    this.#webhooks = webhooks;
    this.#repositories = repositories;
    this.#maxArtifactBytes = maxArtifactBytes;
    this.#folders = folders;
  }

  locate: PipelineProvider['locate'] = entity =>
    locate(entity, [...this.#servers.keys()]);

  parseWebhook: PipelineProvider['parseWebhook'] = request =>
    this.#webhooks.read(request);

  findJobs = (repositoryUrl: string, { signal }: CallOptions) => {
    const clients = [...this.#servers.values()].map(({ client }) => client);
    return findJobs(clients, this.#repositories, repositoryUrl, signal);
  };

  identifyJob = ({ server, job }: PipelineJob, { signal }: CallOptions) =>
    identifyJob(this.#server(server).client, this.#repositories, job, signal);

  listPipelines: PipelineProvider['listPipelines'] = async (
    { server, job },
    { signal },
  ) => {
    const item = await this.#server(server).client.json(
      {
        path: `${jobPath(job)}/api/json`,
        query: { tree: JOB_TREE },
        signal,
        target: job,
      },
      jenkinsItemSchema,
    );
    const url = httpAddress(item.url);
    return { ...(url && { url }), ...listedJob(item, job) };
  };

  readParameters: PipelineProvider['readParameters'] = async (
    { server, fullName },
    { signal },
  ) => {
    const { property } = await this.#server(server).client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: PARAMETERS_TREE },
        signal,
        target: fullName,
      },
      jobParametersSchema,
    );
    return property
      .flatMap(each => each?.parameterDefinitions ?? [])
      .map(parameterDefinition);
  };

  listRuns: PipelineProvider['listRuns'] = async (
    { server, fullName, repository },
    { limit, signal },
  ) => {
    const list = limit > MAX_BUILDS ? 'allBuilds' : 'builds';
    const read = await this.#server(server).client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: `${list}[${RUN_TREE}]{0,${limit}}` },
        signal,
        target: `${fullName} (builds)`,
      },
      buildListSchema,
    );
    return (read[list] ?? []).flatMap(
      build => parseRun(build, repository, this.#repositories) ?? [],
    );
  };

  readProgress: PipelineProvider['readProgress'] = async (ref, { signal }) => {
    const build = await this.#build(ref, RUN_TREE, signal);
    const { client, stages } = this.#server(ref.server);
    const repositories = this.#repositories;
    return readRunProgress(
      { client, stages, repositories },
      ref,
      build,
      signal,
    );
  };

  readRun: PipelineProvider['readRun'] = async (ref, { signal }) => {
    const build = await this.#build(ref, RUN_DETAIL_TREE, signal);
    const { client, stages, reports } = this.#server(ref.server);
    return readRunParts(
      {
        client,
        stages,
        gateStatus: (...options) => reports.gateStatus(...options),
        repositories: this.#repositories,
      },
      ref,
      build,
      signal,
    );
  };

  readTests: PipelineProvider['readTests'] = (ref, { signal }) =>
    this.#server(ref.server).reports.tests(ref, signal);

  readGate: PipelineProvider['readGate'] = async (ref, { signal }) => {
    const build = await this.#build(ref, RUN_TREE, signal);
    return this.#server(ref.server).reports.gate(ref, build, signal);
  };

  readLog: PipelineProvider['readLog'] = async (ref, options) => {
    const { client, stages } = this.#server(ref.server);
    const { stageId, signal } = options;
    if (stageId === undefined) return readLog(client, ref, options);
    const build = await client.json(
      {
        path: `${runPath(ref)}/api/json`,
        query: { tree: STATUS_TREE },
        signal,
        target: runName(ref),
      },
      buildStatusSchema,
    );
    const read = await readStages(stages, ref, build, toRun(build), signal);
    return readStageLog(client, ref, read, stageId, options);
  };

  readArtifact: PipelineProvider['readArtifact'] = (ref, { path, signal }) =>
    readArtifact(this.#server(ref.server).client, ref, {
      path,
      signal,
      maxBytes: this.#maxArtifactBytes,
    });

  performAction: PipelineProvider['performAction'] = (action, { signal }) => {
    const ref = action.kind === 'trigger' ? action.pipeline : action.run;
    return performAction(this.#server(ref.server).client, action, signal);
  };

  createPipeline = async (
    { server, job }: PipelineJob,
    spec: PipelineSpec,
    { signal }: CallOptions,
  ) => {
    const folders = this.#folders;
    // Runs in a folder can use the folder's credentials.
    if (!folders.some(folder => job.startsWith(`${folder}/`))) {
      throw problemError(
        NotAllowedError,
        folders.length
          ? pipelineProblem('jenkinsFolderNotAllowed', {
              target: job,
              folders: folders.join(', '),
            })
          : pipelineProblem('jenkinsFoldersNotConfigured', { target: job }),
      );
    }
    return createJob(
      this.#server(server).client,
      this.#repositories,
      job,
      spec,
      signal,
    );
  };

  readQueueItem: PipelineProvider['readQueueItem'] = async (
    { server },
    { queueId, signal },
  ) => {
    try {
      return await readQueueItem(this.#server(server).client, queueId, signal);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        return { state: 'gone' };
      }
      throw error;
    }
  };

  #server(name: string): Server {
    const server = this.#servers.get(name);
    if (server) return server;
    const servers = [...this.#servers.keys()].join(', ') || '-';
    throw problemError(
      InputError,
      pipelineProblem('jenkinsServerUnknown', { server: name, servers }),
    );
  }

  async #build(
    ref: RunRef,
    tree: string,
    signal: AbortSignal,
  ): Promise<JenkinsBuild> {
    return this.#server(ref.server).client.json(
      {
        path: `${runPath(ref)}/api/json`,
        query: { tree },
        signal,
        target: runName(ref),
      },
      buildSchema,
    );
  }
}
