import type { Config } from '@backstage/config';
import { InputError, NotAllowedError, isError } from '@backstage/errors';
import type {
  CallOptions,
  PipelineJob,
  PipelineProvider,
  PipelineSpec,
  RunParts,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { act, readQueued } from './act';
import { createJob } from './createJob';
import {
  RUN_DETAIL_TREE,
  RUN_TREE,
  buildListSchema,
  buildSchema,
} from './builds';
import type { JenkinsBuild } from './builds';
import { changesOf } from './commits';
import { buildsRepository, findJobs } from './findJobs';
import { JenkinsWebhooks } from './JenkinsWebhooks';
import { httpAddress } from './httpAddress';
import { JenkinsClient } from './JenkinsClient';
import { jobPath, runPath } from './jobPath';
import {
  JOB_TREE,
  PARAMETERS_TREE,
  jenkinsItemSchema,
  jobParametersSchema,
  parameterDefinition,
  pipelinesIn,
} from './jobs';
import { readInputs, waitingFor } from './inputs';
import { listedRun, parametersOf, runOf } from './listedRun';
import { GITHUB_FOLDER, JOB_FULL_NAME, locate } from './locate';
import { readJenkinsConfig } from './readJenkinsConfig';
import { readArtifact } from './readArtifact';
import { readFailure } from './readFailure';
import { readLog } from './readLog';
import { ReportReader } from './ReportReader';
import { SonarQube } from './SonarQube';
import { readStageLog } from './stageLog';
import { StageReader } from './StageReader';

/** Of `builds`, Jenkins gives the newest hundred. */
const BUILDS = 100;

const restartSchema = z.object({
  restartEnabled: z.boolean().nullish(),
  restartableStages: z.array(z.string()).nullish(),
});

/** Artifacts go through the portal; what is larger is not for it to carry. */
const MAX_ARTIFACT_BYTES = 512 * 1024 * 1024;

/** One server with what reads it. */
interface Server {
  client: JenkinsClient;
  stages: StageReader;
  reports: ReportReader;
}

/** Reads and moves pipelines of Jenkins. */
export class JenkinsProvider implements PipelineProvider {
  readonly name = 'jenkins';
  readonly annotation = [JOB_FULL_NAME, 'folder/job'] as const;
  readonly formerAnnotations = [GITHUB_FOLDER];
  readonly #servers: Map<string, Server>;
  readonly #hints: JenkinsWebhooks;
  readonly #maxArtifactBytes: number;
  /** In which pipelines may be made */
  readonly #folders: readonly string[];

  /** @throws InputError when what is configured cannot be */
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
      JenkinsWebhooks.create({ secret, now }),
      options.maxArtifactBytes ?? MAX_ARTIFACT_BYTES,
      config.getOptionalStringArray('delivery.jenkins.newPipelines.folders') ??
        [],
    );
  }

  private constructor(
    servers: Map<string, Server>,
    hints: JenkinsWebhooks,
    maxArtifactBytes: number,
    folders: readonly string[],
  ) {
    this.#servers = servers;
    this.#hints = hints;
    this.#maxArtifactBytes = maxArtifactBytes;
    this.#folders = folders;
  }

  locate: PipelineProvider['locate'] = entity =>
    locate(entity, [...this.#servers.keys()]);

  parseWebhook: PipelineProvider['parseWebhook'] = request =>
    this.#hints.read(request);

  find = (repositoryUrl: string, { signal }: CallOptions) => {
    const clients = [...this.#servers.values()].map(({ client }) => client);
    return findJobs(clients, repositoryUrl, signal);
  };

  builds = (
    { server, job }: PipelineJob,
    repositoryUrl: string,
    { signal }: CallOptions,
  ) =>
    buildsRepository(this.#server(server).client, job, repositoryUrl, signal);

  listPipelines: PipelineProvider['listPipelines'] = async (
    { server, job },
    { signal },
  ) => {
    const item = await this.#server(server).client.json(
      {
        path: `${jobPath(job)}/api/json`,
        query: { tree: JOB_TREE },
        signal,
        what: `job '${job}'`,
      },
      jenkinsItemSchema,
    );
    const url = httpAddress(item.url);
    return { ...(url && { url }), pipelines: pipelinesIn(item, job) };
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
        what: `job '${fullName}'`,
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
    const list = limit > BUILDS ? 'allBuilds' : 'builds';
    const read = await this.#server(server).client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: `${list}[${RUN_TREE}]{0,${limit}}` },
        signal,
        what: `runs of '${fullName}'`,
      },
      buildListSchema,
    );
    return (read[list] ?? []).flatMap(
      build => listedRun(build, repository) ?? [],
    );
  };

  readProgress: PipelineProvider['readProgress'] = async (ref, { signal }) => {
    const build = await this.#build(ref, RUN_TREE, signal);
    const { client, stages } = this.#server(ref.server);
    const [read, inputs] = await Promise.all([
      stages.read(ref, build._class, signal),
      readInputs(client, ref, build, signal),
    ]);
    const run = waitingFor(runOf(build, ref.repository), inputs);
    return { run, stages: read.stages };
  };

  readRun: PipelineProvider['readRun'] = async (ref, { signal }) => {
    const build = await this.#build(ref, RUN_DETAIL_TREE, signal);
    const run = runOf(build, ref.repository);
    const server = this.#server(ref.server);
    const isPipeline = /WorkflowRun$/.test(build._class);
    const isOver = run.status.state === 'finished';
    const [read, inputs, restartableStages, gate] = await Promise.all([
      server.stages.read(ref, build._class, signal),
      readInputs(server.client, ref, build, signal),
      isPipeline && isOver ? this.#restartable(ref, signal) : [],
      isOver ? server.reports.verdict(build, signal) : undefined,
    ]);
    const failure = await readFailure(server.client, ref, run, read, signal);
    const parts: RunParts = {
      run: { ...waitingFor(run, inputs), ...(gate && { gate }) },
      stages: read.stages,
      inputs,
      parameters: parametersOf(build.actions),
      changes: changesOf(build),
      artifacts: (build.artifacts ?? []).map(each => ({
        path: each.relativePath,
        name: each.fileName,
      })),
      restartableStages,
      ...(failure && { failure }),
    };
    return parts;
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
    const { _class } = await client.json(
      {
        path: `${runPath(ref)}/api/json`,
        query: { tree: 'number' },
        signal,
        what: `run '${ref.fullName}' #${ref.number}`,
      },
      z.object({ _class: z.string().default('') }),
    );
    const read = await stages.read(ref, _class, signal);
    return readStageLog(client, ref, read, stageId, options);
  };

  readArtifact: PipelineProvider['readArtifact'] = (ref, { path, signal }) =>
    readArtifact(this.#server(ref.server).client, ref, {
      path,
      signal,
      maxBytes: this.#maxArtifactBytes,
    });

  act: PipelineProvider['act'] = (action, { signal }) => {
    const ref = action.kind === 'trigger' ? action.pipeline : action.run;
    return act(this.#server(ref.server).client, action, signal);
  };

  create = async (
    { server, job }: PipelineJob,
    spec: PipelineSpec,
    { signal }: CallOptions,
  ) => {
    const folders = this.#folders;
    // What runs in a folder may use the folder's credentials.
    if (!folders.some(folder => job.startsWith(`${folder}/`))) {
      throw new NotAllowedError(
        folders.length
          ? `Pipelines are made in the folders that delivery.jenkins.newPipelines names, ${folders.join(', ')}, and '${job}' is in none of them: have the service name a job there`
          : `No pipelines are made in Jenkins until delivery.jenkins.newPipelines.folders names the folders for them`,
      );
    }
    return createJob(this.#server(server).client, job, spec, signal);
  };

  readQueued: PipelineProvider['readQueued'] = async (
    { server },
    { queueId, signal },
  ) => {
    try {
      return await readQueued(this.#server(server).client, queueId, signal);
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
    throw new InputError(
      `The portal knows no Jenkins server '${name}'; it knows ${
        [...this.#servers.keys()].join(', ') || 'none'
      }`,
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
        what: `run '${ref.fullName}' #${ref.number}`,
      },
      buildSchema,
    );
  }

  async #restartable(ref: RunRef, signal: AbortSignal): Promise<string[]> {
    try {
      const { restartEnabled, restartableStages } = await this.#server(
        ref.server,
      ).client.json(
        {
          path: `${runPath(ref)}/restart/api/json`,
          query: { tree: 'restartEnabled,restartableStages' },
          signal,
          what: `stages of '${ref.fullName}' #${ref.number}`,
        },
        restartSchema,
      );
      return restartEnabled ? (restartableStages ?? []) : [];
    } catch (error) {
      // A pipeline that is not declarative
      if (isError(error) && error.name === 'NotFoundError') return [];
      throw error;
    }
  }
}
