import { ServiceUnavailableError, isError } from '@backstage/errors';
import limitCalls from 'p-limit';
import { z } from 'zod';
import {
  isAnswerToWrite,
  isLogin,
  isRedirect,
  redirectTarget,
} from './redirects';
import type { JenkinsServer } from './readJenkinsConfig';
import { notAllowed, refusalError } from './refusal';
import type { Asked, PipelineRequest } from './refusal';

/** Calls to one server at the same time. */
const PARALLEL = 6;
const TIMEOUT_MS = 20_000;
/** Answers that are longer are not read: a query that asks for so much is wrong. */
const MAX_JSON_BYTES = 20 * 1024 * 1024;
const MAX_REDIRECTS = 3;
/** Of what a server says of an error or a write, so much is read. */
const MAX_WORDS = 16 * 1024;
/** Of a text that is read whole. */
const MAX_TEXT = 512 * 1024;

const crumbSchema = z.object({
  crumb: z.string(),
  crumbRequestField: z.string(),
});

/** What a client is made with. */
interface ClientOptions {
  fetch?: typeof fetch;
  /** Until an answer is there; 20 s where it is not given */
  timeoutMs?: number;
}

/** What is asked of a server. */
export interface JenkinsRequest {
  /** Behind the base URL, beginning with a slash; every segment encoded */
  path: string;
  query?: Record<string, string>;
  /** Makes it a POST */
  form?: Record<string, string>;
  /** Makes it a POST of this document */
  xml?: string;
  signal: AbortSignal;
  /** Said in errors: `job 'harbour/orders'` */
  what: string;
  /** Said where that is not enough to whom may not */
  wish?: PipelineRequest;
}

/** What became of a write. */
export interface JenkinsWritten {
  location?: string;
  /** At most 16 KiB of it */
  text: string;
}

/**
 * Talks to one Jenkins. Its credentials go to its configured base URL and nowhere
 * else: a redirect to another place is refused.
 */
export class JenkinsClient {
  readonly server: JenkinsServer;
  readonly #limit = limitCalls(PARALLEL);
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;

  static create(
    server: JenkinsServer,
    options: ClientOptions = {},
  ): JenkinsClient {
    return new JenkinsClient(server, options);
  }

  private constructor(server: JenkinsServer, options: ClientOptions) {
    this.server = server;
    this.#fetch = options.fetch ?? fetch;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /**
   * Parses an answer.
   * @throws an error of `@backstage/errors` that names the server and what to do
   */
  async json<T>(request: JenkinsRequest, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.read(request, response =>
      this.#parsed(request, response),
    );
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw this.#nonsense(
      request,
      `in a form that cannot be read: ${read.error.issues
        .slice(0, 3)
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ')}`,
    );
  }

  /** Reads an answer with what is given; both together take no longer than 20 s. */
  async read<T>(
    request: JenkinsRequest,
    use: (response: Response) => Promise<T>,
  ): Promise<T> {
    return this.#limit(async () => {
      const limit = AbortSignal.timeout(this.#timeoutMs);
      const signal = AbortSignal.any([request.signal, limit]);
      try {
        return await use(await this.#answer({ ...request, signal }));
      } catch (error) {
        if (request.signal.aborted) throw request.signal.reason;
        if (limit.aborted) throw this.#late(request);
        throw error;
      }
    });
  }

  /**
   * Asks, and gives the answer before its body is read, which is the caller's to
   * read or to cancel.
   */
  async open(request: JenkinsRequest): Promise<Response> {
    return this.#limit(() => this.#answer(request));
  }

  /** A write. What is said in its answer may still be a no. */
  async post(
    request: JenkinsRequest &
      ({ form: Record<string, string> } | { xml: string }),
  ): Promise<JenkinsWritten> {
    return this.read(request, async response => ({
      location: response.headers.get('location') ?? undefined,
      text: await beginningOf(response),
    }));
  }

  /** A short text, such as a configuration. */
  async text(request: JenkinsRequest): Promise<string> {
    return this.read(request, async response => {
      const text = await beginningOf(response, MAX_TEXT);
      if (text.length <= MAX_TEXT) return text;
      throw this.#nonsense(request, `with more than ${MAX_TEXT / 1024} KiB`);
    });
  }

  async #parsed(request: JenkinsRequest, response: Response): Promise<unknown> {
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

  async #answer(
    request: JenkinsRequest,
    crumb?: Record<string, string>,
  ): Promise<Response> {
    let url = this.#url(request);
    let response = await this.#send(url, request, crumb);
    for (let hop = 0; isRedirect(response); hop += 1) {
      await response.body?.cancel();
      const target = redirectTarget(this.server.baseUrl, url, response);
      // A write that Jenkins has done is answered with where to look
      if (isWrite(request) && isAnswerToWrite(target, response))
        return response;
      if (target && isLogin(target)) throw notAllowed(this.#asked(request));
      if (!target || isWrite(request) || hop === MAX_REDIRECTS) {
        throw new ServiceUnavailableError(
          `Jenkins '${this.server.name}' sends on to another place when asked for ${request.what}, which is not followed: set its baseUrl to where it really is`,
        );
      }
      url = target;
      response = await this.#send(url, request);
    }
    if (response.ok) return response;
    const { status, headers } = response;
    const text = await beginningOf(response);
    // API tokens need none; a password, or a login of a proxy in front, does
    if (status === 403 && isWrite(request) && /crumb/i.test(text) && !crumb) {
      return this.#answer(request, await this.#crumb(request));
    }
    throw refusalError(this.#asked(request), { status, headers, text });
  }

  async #crumb(request: JenkinsRequest): Promise<Record<string, string>> {
    const { form: _, xml: __, query: ___, ...ask } = request;
    const response = await this.#answer({
      ...ask,
      path: '/crumbIssuer/api/json',
      what: `crumb for ${request.what}`,
    });
    const { crumb, crumbRequestField } = crumbSchema.parse(
      await this.#parsed(request, response),
    );
    const cookies = response.headers.getSetCookie().map(c => c.split(';')[0]);
    return {
      [crumbRequestField]: crumb,
      ...(cookies.length && { cookie: cookies.join('; ') }),
    };
  }

  #url({ path, query }: JenkinsRequest): URL {
    const url = new URL(`${this.server.baseUrl}${path}`);
    Object.entries(query ?? {}).forEach(([name, value]) =>
      url.searchParams.set(name, value),
    );
    return url;
  }

  async #send(
    url: URL,
    request: JenkinsRequest,
    crumb: Record<string, string> = {},
  ): Promise<Response> {
    const { credentials, extraRequestHeaders } = this.server;
    const { form, xml, signal } = request;
    const limit = AbortSignal.timeout(this.#timeoutMs);
    const answered = new AbortController();
    const headers = {
      accept: 'application/json, text/plain, */*;q=0.5',
      ...extraRequestHeaders,
      ...crumb,
      ...(credentials && {
        authorization: `Basic ${Buffer.from(
          `${credentials.username}:${credentials.apiKey}`,
        ).toString('base64')}`,
      }),
      ...(xml !== undefined && {
        'content-type': 'application/xml; charset=utf-8',
      }),
    };
    // Only the beginning of an answer is limited: a log may take long to read.
    const onLimit = () => answered.abort(limit.reason);
    limit.addEventListener('abort', onLimit);
    try {
      return await this.#fetch(url, {
        method: isWrite(request) ? 'POST' : 'GET',
        headers,
        redirect: 'manual',
        ...(isWrite(request) && { body: xml ?? new URLSearchParams(form) }),
        signal: AbortSignal.any([answered.signal, signal]),
      });
    } catch (error) {
      if (limit.aborted || isTimeout(signal)) throw this.#late(request);
      if (signal.aborted) throw signal.reason;
      throw new ServiceUnavailableError(
        `Jenkins '${this.server.name}' cannot be reached at ${this.server.baseUrl}: ${causeOf(error)}`,
      );
    } finally {
      limit.removeEventListener('abort', onLimit);
    }
  }

  #asked(request: JenkinsRequest): Asked {
    const { what, wish } = request;
    const { name: server, credentials } = this.server;
    const username = credentials?.username;
    return { server, username, what, isWrite: isWrite(request), wish };
  }

  #late(request: JenkinsRequest): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `Jenkins '${this.server.name}' did not answer within ${
        this.#timeoutMs / 1000
      } s when asked for ${request.what}${
        isWrite(request) ? '; whether it was done is not known' : ''
      }`,
    );
  }

  #nonsense({ what }: JenkinsRequest, how: string): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `Jenkins '${this.server.name}' answered ${how} when asked for ${what}`,
    );
  }
}

function isWrite({ form, xml }: JenkinsRequest): boolean {
  return form !== undefined || xml !== undefined;
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && isError(reason) && reason.name === 'TimeoutError';
}

// What fetch says itself is only that it failed.
function causeOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) ? error.cause.message : error.message;
}

async function beginningOf(
  response: Response,
  most = MAX_WORDS,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > most) break;
  }
  return text;
}
