import type { Config } from '@backstage/config';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
  problemOf,
  trimEndOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  GateReport,
  GateStatus,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { httpAddress } from './httpAddress';
import { readBytes } from './readBytes';

/** Quality gate of a SonarQube project. */
export type SonarReport = NonNullable<GateReport['sonarqube']>;

interface SonarServer {
  baseUrl: string;
  /** Base URL of links, if it differs */
  externalBaseUrl?: string;
  apiKey: string;
}

const METRICS =
  'bugs,vulnerabilities,code_smells,coverage,duplicated_lines_density';
const TIMEOUT_MS = 10_000;
/** Maximum size of a response; those that are read have a few KiB. */
const MAX_BYTES = 512 * 1024;

const taskSchema = z.object({
  task: z.object({
    status: z.string(),
    analysisId: z.string().optional(),
    errorMessage: z.string().optional(),
  }),
});

const statusSchema = z.object({
  projectStatus: z.object({
    status: z.string(),
    conditions: z
      .array(
        z.object({
          status: z.string(),
          metricKey: z.string(),
          actualValue: z.string().optional(),
          errorThreshold: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

const measuresSchema = z.object({
  component: z.object({
    measures: z
      .array(z.object({ metric: z.string(), value: z.string().optional() }))
      .default([]),
  }),
});

/** Client of the configured SonarQube servers. */
export class SonarQube {
  readonly #servers: SonarServer[];
  readonly #fetch: typeof fetch;

  /** Creates a client from the configuration keys of the community's SonarQube plugin. */
  static fromConfig(
    root: Config,
    options: { fetch?: typeof fetch } = {},
  ): SonarQube {
    const config = root.getOptionalConfig('sonarqube');
    const all = [
      ...(config?.getOptionalConfigArray('instances') ?? []),
      ...(config?.has('baseUrl') ? [config] : []),
    ];
    const address = (text: string | undefined) => text && trimEndOf(text, '/');
    const servers = all.map(each => ({
      baseUrl: trimEndOf(each.getString('baseUrl'), '/'),
      externalBaseUrl: address(each.getOptionalString('externalBaseUrl')),
      apiKey: each.getString('apiKey'),
    }));
    return new SonarQube(servers, options.fetch ?? fetch);
  }

  private constructor(servers: SonarServer[], fetchIt: typeof fetch) {
    this.#servers = servers;
    this.#fetch = fetchIt;
  }

  /**
   * Reads the quality gate of an analysis. If SonarQube cannot be read, the report has
   * a `problem`.
   *
   * @param dashboard - URL of the dashboard that the run links to
   * @param taskId - id of the analysis task; without it, the newest analysis is read
   */
  async read(
    dashboard: string,
    taskId: string | undefined,
    signal: AbortSignal,
  ): Promise<SonarReport> {
    const url = httpAddress(dashboard);
    const unknown: SonarReport = {
      ...(url && { url }),
      status: 'unknown',
      conditions: [],
      measures: {},
    };
    const project = url && projectOf(new URL(url));
    const server = this.#serverOf(url);
    if (!server || !project) {
      return {
        ...unknown,
        problem: pipelineProblem('sonarqubeNotConfigured'),
      };
    }
    try {
      return {
        ...unknown,
        ...(await this.#readProject(server, project, taskId, signal)),
      };
    } catch (error) {
      const problem = problemOf(error);
      return {
        ...unknown,
        problem:
          problem.code === 'other'
            ? pipelineProblem('sonarqubeUnreadable', {
                reason: problem.message,
              })
            : problem,
      };
    }
  }

  /** Reads only the status of the quality gate; `unknown` if SonarQube cannot be read. */
  async gateStatus(
    dashboard: string,
    taskId: string,
    signal: AbortSignal,
  ): Promise<GateStatus> {
    const server = this.#serverOf(httpAddress(dashboard));
    if (!server) return 'unknown';
    try {
      const { task } = await this.#json(
        server,
        '/api/ce/task',
        { id: taskId },
        taskSchema,
        signal,
      );
      if (!task.analysisId) return 'unknown';
      const { projectStatus } = await this.#json(
        server,
        '/api/qualitygates/project_status',
        { analysisId: task.analysisId },
        statusSchema,
        signal,
      );
      return toGateStatus(projectStatus.status);
    } catch {
      return 'unknown';
    }
  }

  #serverOf(url: string | undefined): SonarServer | undefined {
    const isAt = (base: string | undefined) =>
      base !== undefined && (url === base || url?.startsWith(`${base}/`));
    return this.#servers.find(
      ({ baseUrl, externalBaseUrl }) => isAt(baseUrl) || isAt(externalBaseUrl),
    );
  }

  async #readProject(
    server: SonarServer,
    { key, ...branch }: SonarProject,
    taskId: string | undefined,
    signal: AbortSignal,
  ): Promise<Omit<SonarReport, 'url'>> {
    const get = <T>(
      path: string,
      query: Record<string, string>,
      schema: z.ZodType<T>,
    ) => this.#json(server, path, query, schema, signal);
    const task =
      taskId === undefined
        ? undefined
        : (await get('/api/ce/task', { id: taskId }, taskSchema)).task;
    if (task && ['PENDING', 'IN_PROGRESS'].includes(task.status)) {
      return { status: 'pending', conditions: [], measures: {} };
    }
    if (task && task.status !== 'SUCCESS') {
      return {
        status: 'unknown',
        conditions: [],
        measures: {},
        problem: pipelineProblem('sonarqubeAnalysisIncomplete', {
          answer: task.errorMessage
            ? `${task.status}, ${task.errorMessage}`
            : task.status,
        }),
      };
    }
    const [{ projectStatus }, { component }] = await Promise.all([
      get(
        '/api/qualitygates/project_status',
        task?.analysisId
          ? { analysisId: task.analysisId }
          : { projectKey: key, ...branch },
        statusSchema,
      ),
      get(
        '/api/measures/component',
        { component: key, ...branch, metricKeys: METRICS },
        measuresSchema,
      ),
    ]);
    return {
      status: toGateStatus(projectStatus.status),
      conditions: projectStatus.conditions.map(condition => ({
        metric: condition.metricKey,
        isMet: condition.status === 'OK',
        actual: condition.actualValue,
        threshold: condition.errorThreshold,
      })),
      ...(!task?.analysisId && {
        problem: pipelineProblem('sonarqubeNewestAnalysis'),
      }),
      measures: Object.fromEntries(
        component.measures.flatMap(({ metric, value }) =>
          value === undefined ? [] : [[metric, value]],
        ),
      ),
    };
  }

  async #json<T>(
    { baseUrl, apiKey }: SonarServer,
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const url = new URL(`${baseUrl}${path}`);
    Object.entries(query).forEach(([name, value]) =>
      url.searchParams.set(name, value),
    );
    const response = await this.#fetch(url, {
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${apiKey}`,
      },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) {
      throw problemError(
        ServiceUnavailableError,
        pipelineProblem('sonarqubeUnexpectedStatus', {
          status: response.status,
          path,
        }),
      );
    }
    const bytes = await readBytes(response, MAX_BYTES);
    if (!bytes) {
      throw problemError(
        ServiceUnavailableError,
        pipelineProblem('sonarqubeTooLarge', {
          path,
          limit: `${MAX_BYTES / 1024} KiB`,
        }),
      );
    }
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  }
}

/** A project, and the branch or pull request that was analysed. */
interface SonarProject {
  key: string;
  branch?: string;
  pullRequest?: string;
}

function projectOf({ searchParams }: URL): SonarProject | undefined {
  const key = searchParams.get('id');
  const branch = searchParams.get('branch');
  const pullRequest = searchParams.get('pullRequest');
  return key
    ? { key, ...(branch && { branch }), ...(pullRequest && { pullRequest }) }
    : undefined;
}

// Only the words of SonarQube that say so are a result. NONE means that the project
// has no quality gate.
function toGateStatus(word: string): SonarReport['status'] {
  if (word === 'OK') return 'passed';
  return word === 'ERROR' ? 'failed' : 'unknown';
}
