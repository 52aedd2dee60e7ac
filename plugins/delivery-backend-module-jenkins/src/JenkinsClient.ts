import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import limitCalls from 'p-limit';
import type { z } from 'zod';
import type { JenkinsServer } from './readJenkinsConfig';

/** Calls to one server at the same time. */
const PARALLEL = 6;
const TIMEOUT_MS = 20_000;
/** Answers that are longer are not read: a query that asks for so much is wrong. */
const MAX_JSON_BYTES = 20 * 1024 * 1024;
const MAX_REDIRECTS = 3;

/** What is asked of a server. */
export interface JenkinsRequest {
  /** Behind the base URL, beginning with a slash; every segment encoded */
  path: string;
  query?: Record<string, string>;
  /** Makes it a POST */
  form?: Record<string, string>;
  signal: AbortSignal;
  /** Said in errors: `job 'harbour/orders'` */
  what: string;
}

/**
 * Talks to one Jenkins. Its credentials go to its configured base URL and nowhere
 * else: a redirect to another place is refused.
 */
export class JenkinsClient {
  readonly server: JenkinsServer;
  readonly #limit = limitCalls(PARALLEL);
  readonly #fetch: typeof fetch;

  static create(
    server: JenkinsServer,
    options: { fetch: typeof fetch } = { fetch },
  ): JenkinsClient {
    return new JenkinsClient(server, options.fetch);
  }

  private constructor(server: JenkinsServer, fetchIt: typeof fetch) {
    this.server = server;
    this.#fetch = fetchIt;
  }

  /**
   * Parses an answer.
   * @throws an error of `@backstage/errors` that names the server and what to do
   */
  async json<T>(request: JenkinsRequest, schema: z.ZodType<T>): Promise<T> {
    return this.#limit(async () => {
      const text = await this.#text(request);
      const read = schema.safeParse(text);
      if (read.success) return read.data;
      throw this.#nonsense(
        request,
        `in a form that cannot be read: ${read.error.issues
          .slice(0, 3)
          .map(({ path, message }) => `${path.join('.')}: ${message}`)
          .join('; ')}`,
      );
    });
  }

  /**
   * Asks, and gives the answer before its body is read, which is the caller's to
   * read or to cancel.
   */
  async open(request: JenkinsRequest): Promise<Response> {
    return this.#limit(() => this.#answer(request));
  }

  /** A write: its answer has no body of interest. */
  async post(
    request: JenkinsRequest & { form: Record<string, string> },
  ): Promise<Response> {
    return this.#limit(async () => {
      const response = await this.#answer(request);
      await response.body?.cancel();
      return response;
    });
  }

  async #text(request: JenkinsRequest): Promise<unknown> {
    const response = await this.#answer(request);
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('json')) {
      await response.body?.cancel();
      throw this.#nonsense(request, `as ${type || 'something without a type'}`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MAX_JSON_BYTES) {
        throw this.#nonsense(
          request,
          `with more than ${MAX_JSON_BYTES / 1024 / 1024} MiB`,
        );
      }
      chunks.push(chunk);
    }
    try {
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      throw this.#nonsense(request, 'with what is not JSON');
    }
  }

  async #answer(request: JenkinsRequest): Promise<Response> {
    let url = this.#url(request);
    let response = await this.#send(url, request);
    for (let hop = 0; isRedirect(response); hop += 1) {
      await response.body?.cancel();
      const target = this.#redirectTarget(url, response);
      // A write that Jenkins has done is answered with where to look.
      if (request.form) {
        if (target && !isLogin(target)) return response;
        throw this.#refused(request);
      }
      if (!target || hop === MAX_REDIRECTS) {
        throw new ServiceUnavailableError(
          `Jenkins '${this.server.name}' sends on to another place when asked for ${request.what}, which is not followed: set its baseUrl to where it really is`,
        );
      }
      if (isLogin(target)) throw this.#refused(request);
      url = target;
      response = await this.#send(url, request);
    }
    if (response.ok || response.status === 201) return response;
    throw await this.#failure(request, response);
  }

  #url({ path, query }: JenkinsRequest): URL {
    const url = new URL(`${this.server.baseUrl}${path}`);
    Object.entries(query ?? {}).forEach(([name, value]) =>
      url.searchParams.set(name, value),
    );
    return url;
  }

  async #send(url: URL, request: JenkinsRequest): Promise<Response> {
    const { credentials, extraRequestHeaders } = this.server;
    const { form, signal, what } = request;
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const answered = new AbortController();
    const headers = {
      accept: 'application/json, text/plain, */*;q=0.5',
      ...extraRequestHeaders,
      ...(credentials && {
        authorization: `Basic ${Buffer.from(
          `${credentials.username}:${credentials.apiKey}`,
        ).toString('base64')}`,
      }),
    };
    // Only the beginning of an answer is limited: a log may take long to read.
    const onLimit = () => answered.abort(limit.reason);
    limit.addEventListener('abort', onLimit);
    try {
      return await this.#fetch(url, {
        method: form ? 'POST' : 'GET',
        headers,
        redirect: 'manual',
        ...(form && { body: new URLSearchParams(form) }),
        signal: AbortSignal.any([answered.signal, signal]),
      });
    } catch (error) {
      const name = `Jenkins '${this.server.name}'`;
      if (limit.aborted || isTimeout(signal)) {
        throw new ServiceUnavailableError(
          `${name} did not answer within ${TIMEOUT_MS / 1000} s when asked for ${what}${
            form ? '; whether it was done is not known' : ''
          }`,
        );
      }
      throw new ServiceUnavailableError(
        `${name} cannot be reached at ${this.server.baseUrl}: ${causeOf(error)}`,
      );
    } finally {
      limit.removeEventListener('abort', onLimit);
    }
  }

  /** Undefined for a place that is not the server's. */
  #redirectTarget(from: URL, response: Response): URL | undefined {
    const location = response.headers.get('location') ?? '';
    if (!URL.canParse(location, from)) return undefined;
    const target = new URL(location, from);
    const base = new URL(this.server.baseUrl);
    const isWithin =
      target.origin === base.origin &&
      `${target.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, '')}/`);
    return isWithin ? target : undefined;
  }

  async #failure(request: JenkinsRequest, response: Response): Promise<Error> {
    const { status } = response;
    const text = await beginningOf(response);
    const name = `Jenkins '${this.server.name}'`;
    switch (status) {
      case 401:
      case 403:
        return this.#refused(request);
      case 404:
        return new NotFoundError(`${name} has no ${request.what}`);
      case 409:
        return new ConflictError(
          `${name} would not: ${request.what} is disabled or busy`,
        );
      case 503:
        return new ServiceUnavailableError(
          /getting ready to work|restarting|shutting down/i.test(text)
            ? `${name} is starting; it is asked again`
            : `${name} answers 503: it is overloaded or restarting`,
        );
      default:
        return new ServiceUnavailableError(
          `${name} answered ${status} when asked for ${request.what}`,
        );
    }
  }

  #refused({ what, form }: JenkinsRequest): NotAllowedError {
    const { name, credentials } = this.server;
    return new NotAllowedError(
      `Jenkins '${name}' does not let ${
        credentials ? `its user '${credentials.username}'` : 'anonymous users'
      } ${form ? 'do that to' : 'read'} ${what}: give it the permission, or configure another user and API token`,
    );
  }

  #nonsense({ what }: JenkinsRequest, how: string): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `Jenkins '${this.server.name}' answered ${how} when asked for ${what}`,
    );
  }
}

function isRedirect({ status }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function isLogin({ pathname }: URL): boolean {
  return /\/(login|securityRealm\/commenceLogin)$/.test(pathname);
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && isError(reason) && reason.name === 'TimeoutError';
}

// What fetch says itself is only that it failed.
function causeOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) ? error.cause.message : error.message;
}

async function beginningOf(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.length > 4096) break;
  }
  return text;
}
