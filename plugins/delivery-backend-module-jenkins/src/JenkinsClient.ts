import {
  NotAllowedError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  PipelineProblemCode,
} from '@fairway/backstage-plugin-delivery-common';
import limitCalls from 'p-limit';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { readBeginning, readBytes } from './readBytes';
import {
  confirmsWrite,
  isBelow,
  isRedirect,
  isSignIn,
  isSignInPage,
  redirectTarget,
} from './redirects';
import type { JenkinsServer } from './readJenkinsConfig';
import { permissionError, responseError } from './responseError';
import type { RequestContext, RequestIntent } from './responseError';

/** Concurrent requests to one server. */
const MAX_CONCURRENT = 6;
const TIMEOUT_MS = 20_000;
/** Maximum size of a JSON response. A query with a larger response is wrong. */
const MAX_JSON_BYTES = 8 * 1024 * 1024;
const MAX_REDIRECTS = 3;
/** Maximum length of an error page, or of the response to a write, in characters. */
const MAX_MESSAGE_LENGTH = 16 * 1024;
/** Maximum length of a text response, in characters. */
const MAX_TEXT_LENGTH = 512 * 1024;

const crumbSchema = z.object({
  crumb: z.string(),
  crumbRequestField: z.string(),
});

/** Options of a client. */
interface ClientOptions {
  fetch?: typeof fetch;
  /** Timeout of a request; 20 s by default */
  timeoutMs?: number;
}

/** A request to a Jenkins server. */
export interface JenkinsRequest {
  /** Path below the base URL, with a leading slash and encoded segments */
  path: string;
  query?: Record<string, string>;
  /** Form fields; makes the request a POST */
  form?: Record<string, string>;
  /** XML document; makes the request a POST */
  xml?: string;
  signal: AbortSignal;
  /** Name of the object of the request, for error messages: `harbour/orders #7` */
  target: string;
  /** Intent of the request, for more specific permission errors */
  intent?: RequestIntent;
}

/** Response to a write. */
export interface PostResult {
  location?: string;
  /** Whether Jenkins answered with a redirect that confirms the write */
  isRedirect: boolean;
  /** Beginning of the response, at most 16 KiB */
  text: string;
}

/**
 * HTTP client of one Jenkins server. It sends the credentials only to the configured
 * base URL, and does not follow redirects to other URLs.
 */
export class JenkinsClient {
  readonly server: JenkinsServer;
  readonly #limit = limitCalls(MAX_CONCURRENT);
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
   * Sends a request and parses the JSON response.
   *
   * @throws an error of `@backstage/errors` that names the server and what to do
   */
  async json<T>(request: JenkinsRequest, schema: z.ZodType<T>): Promise<T> {
    const json = await this.read(request, response =>
      this.#parseJson(request, response),
    );
    // A large response takes its time to parse, to check and to convert: others may
    // run in between.
    await setImmediate();
    const parsed = schema.safeParse(json);
    await setImmediate();
    if (parsed.success) return parsed.data;
    const reason = parsed.error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; ');
    throw this.#unavailable('jenkinsResponseUnexpected', request, { reason });
  }

  /** Sends a request and reads the response with a function. The timeout covers both. */
  async read<T>(
    request: JenkinsRequest,
    use: (response: Response) => Promise<T>,
  ): Promise<T> {
    return this.#limit(async () => {
      const limit = AbortSignal.timeout(this.#timeoutMs);
      const signal = AbortSignal.any([request.signal, limit]);
      try {
        return await use(await this.#request({ ...request, signal }));
      } catch (error) {
        if (request.signal.aborted) throw request.signal.reason;
        if (limit.aborted) throw this.#timeoutError(request);
        throw error;
      }
    });
  }

  /**
   * Sends a request and returns the response before its body is read. The caller has
   * to read or cancel the body.
   */
  async open(request: JenkinsRequest): Promise<Response> {
    return this.#limit(() => this.#request(request));
  }

  /** Sends a write. The text of a successful response may still report a failure. */
  async post(
    request: JenkinsRequest &
      ({ form: Record<string, string> } | { xml: string }),
  ): Promise<PostResult> {
    return this.read(request, async response => ({
      location: response.headers.get('location') ?? undefined,
      isRedirect: isRedirect(response),
      text: await readBeginning(response, MAX_MESSAGE_LENGTH),
    }));
  }

  /** Reads a short text, such as a configuration. */
  async text(request: JenkinsRequest): Promise<string> {
    return this.read(request, async response => {
      const text = await readBeginning(response, MAX_TEXT_LENGTH);
      if (text.length <= MAX_TEXT_LENGTH) return text;
      throw this.#unavailable('jenkinsResponseTooLarge', request, {
        limit: `${MAX_TEXT_LENGTH / 1024} KiB`,
      });
    });
  }

  async #parseJson(
    request: JenkinsRequest,
    response: Response,
  ): Promise<unknown> {
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('json')) {
      const text = await readBeginning(response, MAX_MESSAGE_LENGTH);
      if (isSignInPage(text)) throw this.#signInError(request);
      throw this.#unavailable('jenkinsNotJson', request, {
        contentType: type || '-',
      });
    }
    const bytes = await readBytes(response, MAX_JSON_BYTES);
    if (!bytes) {
      throw this.#unavailable('jenkinsResponseTooLarge', request, {
        limit: `${MAX_JSON_BYTES / 1024 / 1024} MiB`,
      });
    }
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch (error) {
      const reason = isError(error) ? error.message : String(error);
      throw this.#unavailable('jenkinsResponseUnexpected', request, { reason });
    }
  }

  async #request(
    request: JenkinsRequest,
    crumb?: Record<string, string>,
  ): Promise<Response> {
    let url = this.#url(request);
    let response = await this.#send(url, request, crumb);
    for (let hop = 0; isRedirect(response); hop += 1) {
      await response.body?.cancel();
      const target = redirectTarget(url, response);
      // Jenkins answers a successful write with a redirect
      const { baseUrl } = this.server;
      if (isWrite(request) && confirmsWrite(baseUrl, url, target)) {
        return response;
      }
      const isAllowed =
        target !== undefined &&
        isBelow(baseUrl, target) &&
        hop < MAX_REDIRECTS &&
        !isWrite(request) &&
        !isSignIn(baseUrl, target);
      if (!isAllowed) throw this.#redirectError(request, target);
      url = target;
      response = await this.#send(url, request);
    }
    if (response.ok) return response;
    const { status, headers } = response;
    const text = await readBeginning(response, MAX_MESSAGE_LENGTH);
    // Jenkins requires a crumb for passwords and proxy logins, but not for API tokens
    const denied = () =>
      responseError(this.#context(request), { status, headers, text });
    if (status === 403 && isWrite(request) && /crumb/i.test(text) && !crumb) {
      return this.#request(request, await this.#crumb(request, denied));
    }
    throw denied();
  }

  #redirectError(request: JenkinsRequest, target: URL | undefined): Error {
    if (target && isSignIn(this.server.baseUrl, target)) {
      return this.#signInError(request);
    }
    if (!isWrite(request)) {
      return this.#unavailable('jenkinsRedirected', request);
    }
    const location = target ? `${target.origin}${target.pathname}` : '-';
    return this.#unavailable('jenkinsWriteRedirected', request, { location });
  }

  /** A sign-in page answers requests without credentials, or instead of Jenkins. */
  #signInError(request: JenkinsRequest): Error {
    const context = this.#context(request);
    if (context.username === undefined) return permissionError(context);
    const { server, target } = context;
    return problemError(
      NotAllowedError,
      pipelineProblem('jenkinsSignInRequired', { server, target }),
    );
  }

  /** @param denied - the error of the request, if the server has no crumbs */
  async #crumb(
    request: JenkinsRequest,
    denied: () => Error,
  ): Promise<Record<string, string>> {
    const { form: _, xml: __, query: ___, ...rest } = request;
    const response = await this.#request({
      ...rest,
      path: '/crumbIssuer/api/json',
      target: 'crumbIssuer',
    }).catch(error => {
      throw isError(error) && error.name === 'NotFoundError' ? denied() : error;
    });
    const { crumb, crumbRequestField } = crumbSchema.parse(
      await this.#parseJson(request, response),
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
    // The timeout covers only the response headers, because reading a log may take long.
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
      if (limit.aborted || isTimeout(signal)) throw this.#timeoutError(request);
      if (signal.aborted) throw signal.reason;
      throw this.#unavailable('jenkinsUnreachable', request, {
        url: this.server.baseUrl,
        reason: causeOf(error),
      });
    } finally {
      limit.removeEventListener('abort', onLimit);
    }
  }

  #context(request: JenkinsRequest): RequestContext {
    const { target, intent } = request;
    const { name: server, credentials } = this.server;
    const username = credentials?.username;
    return { server, username, target, isWrite: isWrite(request), intent };
  }

  #timeoutError(request: JenkinsRequest): ServiceUnavailableError {
    return this.#unavailable(
      isWrite(request) ? 'jenkinsWriteTimeout' : 'jenkinsTimeout',
      request,
      { seconds: this.#timeoutMs / 1000 },
    );
  }

  #unavailable(
    code: PipelineProblemCode,
    { target }: JenkinsRequest,
    values: CodedMessage['values'] = {},
  ): ServiceUnavailableError {
    const server = this.server.name;
    return problemError(
      ServiceUnavailableError,
      pipelineProblem(code, { server, target, ...values }),
    );
  }
}

function isWrite({ form, xml }: JenkinsRequest): boolean {
  return form !== undefined || xml !== undefined;
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && isError(reason) && reason.name === 'TimeoutError';
}

// The message of fetch itself has no reason.
function causeOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) ? error.cause.message : error.message;
}
