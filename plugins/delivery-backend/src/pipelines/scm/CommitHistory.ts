import type { Config } from '@backstage/config';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
  getGitLabRequestOptions,
  getGiteaRequestOptions,
} from '@backstage/integration';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type { Commit } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

/** Number of commits per page, which all source control systems support. */
const PAGE = 50;
const PAGES = 4;
const TIMEOUT_MS = 10_000;

const gitCommitsSchema = z.array(
  z.object({
    sha: z.string(),
    html_url: z.string().optional(),
    commit: z.object({
      message: z.string(),
      author: z
        .object({
          name: z.string(),
          email: z.string().optional(),
          date: z.string().optional(),
        })
        .nullish(),
    }),
  }),
);

const gitlabCommitsSchema = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    web_url: z.string().optional(),
    author_name: z.string(),
    author_email: z.string().optional(),
    created_at: z.string().optional(),
  }),
);

/** Request for a repository's commits, and the parser of its response. */
interface CommitsRequest {
  /** Address of a page */
  page(number: number): string;
  headers: Record<string, string>;
  read(body: unknown): Commit[];
}

/** Reads commits of repositories through the portal's source control integrations. */
export class CommitHistory {
  readonly #integrations: ScmIntegrations;
  readonly #github: DefaultGithubCredentialsProvider;
  readonly #fetch: typeof fetch;

  static fromConfig(
    config: Config,
    options: { fetch: typeof fetch } = { fetch },
  ): CommitHistory {
    return new CommitHistory(ScmIntegrations.fromConfig(config), options.fetch);
  }

  private constructor(integrations: ScmIntegrations, fetchFn: typeof fetch) {
    this.#integrations = integrations;
    this.#github =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    this.#fetch = fetchFn;
  }

  /**
   * Newest commits of the default branch, newest first, at most 200.
   *
   * @param repository - http(s) address of the repository, or of a file in it
   * @throws an error of `@backstage/errors` with the cause and what to configure
   */
  async newest(repository: string): Promise<Commit[]> {
    const request = await this.#request(repository);
    const commits: Commit[] = [];
    for (let page = 1; page <= PAGES; page += 1) {
      const read = request.read(
        await this.#readPage(repository, request, page),
      );
      commits.push(...read);
      if (read.length < PAGE) break;
    }
    return commits;
  }

  async #request(repository: string): Promise<CommitsRequest> {
    const url = new URL(repository);
    const host = url.host;
    const { gitea, github, gitlab } = this.#integrations;
    const segments = url.pathname.split('/').filter(Boolean);
    const [owner = '', name = ''] = segments.map(encodeSegment);
    const giteaIntegration = gitea.byHost(host);
    if (giteaIntegration) {
      const { config } = giteaIntegration;
      const base = (config.baseUrl ?? `https://${host}`).replace(/\/$/, '');
      return {
        page: number =>
          `${base}/api/v1/repos/${owner}/${name}/commits?limit=${PAGE}&page=${number}&stat=false&verification=false&files=false`,
        headers: getGiteaRequestOptions(config).headers ?? {},
        read: readGitCommits,
      };
    }
    const githubIntegration = github.byHost(host);
    if (githubIntegration) {
      const { headers = {} } = await this.#github.getCredentials({
        url: `${url.origin}/${owner}/${name}`,
      });
      return {
        page: number =>
          `${githubIntegration.config.apiBaseUrl}/repos/${owner}/${name}/commits?per_page=${PAGE}&page=${number}`,
        headers,
        read: readGitCommits,
      };
    }
    const gitlabIntegration = gitlab.byHost(host);
    if (gitlabIntegration) {
      const end = segments.indexOf('-');
      const project = segments.slice(0, end < 0 ? undefined : end).join('/');
      return {
        page: number =>
          `${gitlabIntegration.config.apiBaseUrl}/projects/${encodeURIComponent(
            decodeURIComponent(project),
          )}/repository/commits?per_page=${PAGE}&page=${number}`,
        headers: getGitLabRequestOptions(gitlabIntegration.config).headers,
        read: readGitlabCommits,
      };
    }
    throw problemError(
      NotFoundError,
      pipelineProblem('scmNotConfigured', { host }),
    );
  }

  async #readPage(
    repository: string,
    { page, headers }: CommitsRequest,
    number: number,
  ): Promise<unknown> {
    const response = await this.#fetchPage(repository, page(number), headers);
    const { status } = response;
    const { host } = new URL(repository);
    if (status === 404) {
      throw problemError(
        NotFoundError,
        pipelineProblem('repositoryNotFound', { repository }),
      );
    }
    if (status === 401 || status === 403) {
      throw problemError(
        NotAllowedError,
        pipelineProblem('repositoryForbidden', { repository, status }),
      );
    }
    // An empty repository
    if (status === 409) return [];
    if (!response.ok) {
      throw problemError(
        ServiceUnavailableError,
        pipelineProblem('commitsUnexpectedStatus', { host, status }),
      );
    }
    return response.json().catch(() => {
      throw problemError(
        ServiceUnavailableError,
        pipelineProblem('commitsNotJson', { host }),
      );
    });
  }

  async #fetchPage(
    repository: string,
    url: string,
    headers: Record<string, string>,
  ): Promise<Response> {
    try {
      return await this.#fetch(url, {
        headers: { accept: 'application/json', ...headers },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const reason = isError(error) ? error.message : String(error);
      const { host } = new URL(repository);
      throw problemError(
        ServiceUnavailableError,
        pipelineProblem('commitsUnreachable', { host, reason }),
      );
    }
  }
}

function readGitCommits(body: unknown): Commit[] {
  return parsed(gitCommitsSchema, body).map(({ sha, html_url, commit }) => ({
    hash: sha,
    message: firstLine(commit.message),
    ...(commit.author && {
      author: { name: commit.author.name, email: commit.author.email },
      at: isoTime(commit.author.date),
    }),
    url: httpAddress(html_url),
  }));
}

function readGitlabCommits(body: unknown): Commit[] {
  return parsed(gitlabCommitsSchema, body).map(commit => ({
    hash: commit.id,
    message: firstLine(commit.title),
    author: { name: commit.author_name, email: commit.author_email },
    at: isoTime(commit.created_at),
    url: httpAddress(commit.web_url),
  }));
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const reason = z.prettifyError(read.error);
  throw problemError(
    ServiceUnavailableError,
    pipelineProblem('commitsUnreadable', { reason }),
  );
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(decodeURIComponent(segment).replace(/\.git$/, ''));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

function isoTime(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function httpAddress(text: string | undefined): string | undefined {
  return text && /^https?:\/\//i.test(text) ? text : undefined;
}
