import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Result of an analysis and its quality gate. */
export interface EmulatedAnalysis {
  taskId: string;
  analysisId: string;
  /** Key of the project */
  project: string;
  branch: string;
  /** Milliseconds since the epoch */
  at: number;
  conditions: EmulatedCondition[];
  /** Measures by the metric's key */
  measures: Record<string, string>;
}

/** One condition of a quality gate. */
interface EmulatedCondition {
  metricKey: string;
  comparator: 'LT' | 'GT';
  errorThreshold: string;
  actualValue: string;
}

/**
 * Emulates the part of SonarQube's Web API that the portal uses, on analyses that its
 * user adds. It analyses no code, and says that it is an emulator.
 */
export class SonarQubeEmulator {
  readonly #token: string;
  readonly #analyses: EmulatedAnalysis[];
  readonly #server: Server;

  /** @param options.token - required token; other tokens are rejected */
  static create(options: {
    token: string;
    analyses?: EmulatedAnalysis[];
  }): SonarQubeEmulator {
    return new SonarQubeEmulator(options);
  }

  private constructor({
    token,
    analyses = [],
  }: Parameters<typeof SonarQubeEmulator.create>[0]) {
    this.#token = token;
    this.#analyses = [...analyses];
    this.#server = createServer((req, res) => this.#serve(req, res));
  }

  /** Analyses, oldest first. */
  get analyses(): EmulatedAnalysis[] {
    return this.#analyses;
  }

  /** Base URL, without a trailing slash. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://localhost:${port}`;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** Adds an analysis, like the report of a scanner. */
  submit(analysis: EmulatedAnalysis): void {
    this.#analyses.push(analysis);
  }

  #serve(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(
      req.url ?? '/',
      'http://localhost',
    );
    if (pathname === '/dashboard') {
      page(res, searchParams.get('id') ?? 'no project');
      return;
    }
    if (req.headers.authorization !== `Bearer ${this.#token}`) {
      // Like SonarQube's JsonHttpExceptionHandler, which sends no body here.
      res.writeHead(401).end();
      return;
    }
    const answer = this.#answer(pathname, searchParams);
    const isError = typeof answer === 'string';
    res.writeHead(isError ? 404 : 200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(isError ? { errors: [{ msg: answer }] } : answer));
  }

  /** A text is the error message. */
  #answer(pathname: string, query: URLSearchParams): object | string {
    switch (pathname) {
      case '/api/ce/task':
        return this.#task(query.get('id'));
      case '/api/qualitygates/project_status':
        return this.#status(query);
      case '/api/measures/component':
        return this.#measures(query);
      default:
        return `Unknown url : ${pathname}`;
    }
  }

  #task(id: string | null): object | string {
    const found = this.#analyses.find(({ taskId }) => taskId === id);
    if (!found) return `No activity found for task '${id}'`;
    const { taskId, analysisId, project, branch, at } = found;
    return {
      task: {
        id: taskId,
        type: 'REPORT',
        componentKey: project,
        componentName: project,
        componentQualifier: 'TRK',
        analysisId,
        status: 'SUCCESS',
        submittedAt: sonarTime(at),
        startedAt: sonarTime(at),
        executedAt: sonarTime(at),
        executionTimeMs: 840,
        hasScannerContext: true,
        branch,
        branchType: 'BRANCH',
        warningCount: 0,
        warnings: [],
      },
    };
  }

  #status(query: URLSearchParams): object | string {
    const analysisId = query.get('analysisId');
    const found = analysisId
      ? this.#analyses.find(each => each.analysisId === analysisId)
      : this.#newest(query.get('projectKey'), query.get('branch'));
    if (!found) {
      return analysisId
        ? `Analysis with id '${analysisId}' is not found`
        : `Project '${query.get('projectKey')}' not found`;
    }
    const conditions = found.conditions.map(condition => ({
      status: isMet(condition) ? 'OK' : 'ERROR',
      ...condition,
    }));
    return {
      projectStatus: {
        status: conditions.some(({ status }) => status === 'ERROR')
          ? 'ERROR'
          : 'OK',
        ignoredConditions: false,
        caycStatus: 'compliant',
        conditions,
        period: { mode: 'previous_version', date: sonarTime(found.at) },
      },
    };
  }

  #measures(query: URLSearchParams): object | string {
    const key = query.get('component');
    const found = this.#newest(key, query.get('branch'));
    if (!found) return `Component key '${key}' not found`;
    const asked = (query.get('metricKeys') ?? '').split(',');
    return {
      component: {
        key: found.project,
        name: found.project,
        qualifier: 'TRK',
        measures: asked.flatMap(metric =>
          metric in found.measures
            ? [{ metric, value: found.measures[metric] }]
            : [],
        ),
      },
    };
  }

  /** Without a branch, the latest analysis of the main branch. */
  #newest(
    project: string | null,
    branch: string | null,
  ): EmulatedAnalysis | undefined {
    return this.#analyses.findLast(
      each => each.project === project && each.branch === (branch ?? 'main'),
    );
  }
}

function isMet({
  comparator,
  actualValue,
  errorThreshold,
}: EmulatedCondition): boolean {
  const [actual, threshold] = [Number(actualValue), Number(errorThreshold)];
  return comparator === 'LT' ? actual >= threshold : actual <= threshold;
}

/** Time in SonarQube's format: no colon in the offset. */
function sonarTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');
}

function page(res: ServerResponse, project: string): void {
  const name = project.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  res.end(
    `<!doctype html><title>${name}</title><h1>${name}</h1><p>This is an emulator of SonarQube’s Web API. It has no pages.`,
  );
}
