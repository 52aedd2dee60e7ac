import type { Config } from '@backstage/config';
import { isError } from '@backstage/errors';
import type { GateReport } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { httpAddress } from './httpAddress';

/** What a gate says, by SonarQube. */
export type SonarReport = NonNullable<GateReport['sonarqube']>;

interface SonarServer {
  baseUrl: string;
  apiKey: string;
}

const METRICS =
  'bugs,vulnerabilities,code_smells,coverage,duplicated_lines_density';
const TIMEOUT_MS = 10_000;

const taskSchema = z.object({
  task: z.object({
    status: z.string(),
    analysisId: z.string().optional(),
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

/** Asks SonarQube's Web API, where it is configured for the portal. */
export class SonarQube {
  readonly #servers: SonarServer[];
  readonly #fetch: typeof fetch;

  /** Reads the keys of the community's SonarQube plugin. */
  static fromConfig(
    root: Config,
    options: { fetch?: typeof fetch } = {},
  ): SonarQube {
    const config = root.getOptionalConfig('sonarqube');
    const all = [
      ...(config?.getOptionalConfigArray('instances') ?? []),
      ...(config?.has('baseUrl') ? [config] : []),
    ];
    const servers = all.map(each => ({
      baseUrl: each.getString('baseUrl').replace(/\/+$/, ''),
      apiKey: each.getString('apiKey'),
    }));
    return new SonarQube(servers, options.fetch ?? fetch);
  }

  private constructor(servers: SonarServer[], fetchIt: typeof fetch) {
    this.#servers = servers;
    this.#fetch = fetchIt;
  }

  /**
   * What the gate says of an analysis; less where it cannot be asked, and why.
   *
   * @param dashboard - the page that a run links to
   * @param taskId - of the analysis, where the run tells
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
    const project = url && new URL(url).searchParams.get('id');
    const server = this.#servers.find(
      ({ baseUrl }) => url === baseUrl || url?.startsWith(`${baseUrl}/`),
    );
    if (!server || !project) {
      return {
        ...unknown,
        message:
          'What the gate says is in SonarQube: configure sonarqube.baseUrl and sonarqube.apiKey to see it here',
      };
    }
    try {
      return {
        ...unknown,
        ...(await this.#ask(server, project, taskId, signal)),
      };
    } catch (error) {
      const message = isError(error) ? error.message : String(error);
      return { ...unknown, message: `SonarQube cannot be asked: ${message}` };
    }
  }

  async #ask(
    server: SonarServer,
    project: string,
    taskId: string | undefined,
    signal: AbortSignal,
  ): Promise<Omit<SonarReport, 'url'>> {
    const ask = <T>(
      path: string,
      query: Record<string, string>,
      schema: z.ZodType<T>,
    ) => this.#json(server, path, query, schema, signal);
    const task =
      taskId === undefined
        ? undefined
        : (await ask('/api/ce/task', { id: taskId }, taskSchema)).task;
    if (task && task.analysisId === undefined) {
      return { status: 'pending', conditions: [], measures: {} };
    }
    const [{ projectStatus }, { component }] = await Promise.all([
      ask(
        '/api/qualitygates/project_status',
        task?.analysisId
          ? { analysisId: task.analysisId }
          : { projectKey: project },
        statusSchema,
      ),
      ask(
        '/api/measures/component',
        { component: project, metricKeys: METRICS },
        measuresSchema,
      ),
    ]);
    return {
      status: gateStatus(projectStatus.status),
      conditions: projectStatus.conditions.map(condition => ({
        metric: condition.metricKey,
        isMet: condition.status === 'OK',
        actual: condition.actualValue,
        threshold: condition.errorThreshold,
      })),
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
      throw new Error(`it answered ${response.status} to ${path}`);
    }
    return schema.parse(await response.json());
  }
}

function gateStatus(word: string): SonarReport['status'] {
  if (word === 'OK') return 'passed';
  if (word === 'ERROR') return 'failed';
  return word === 'NONE' ? 'unknown' : 'passed';
}
