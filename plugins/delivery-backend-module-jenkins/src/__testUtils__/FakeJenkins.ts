import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a {@link FakeJenkins} received. */
export interface ReceivedRequest {
  method: string;
  /** Raw path without the query */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer =
  | { json: unknown; status?: number; headers?: Record<string, string> }
  | { text: string; status?: number; headers?: Record<string, string> }
  | ((request: ReceivedRequest, response: ServerResponse) => void);

/**
 * HTTP server with the responses that a test sets, and 404 for everything else.
 * Responses are recorded from Jenkins or marked as handwritten.
 */
export class FakeJenkins {
  readonly received: ReceivedRequest[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #server: Server;

  static async start(): Promise<FakeJenkins> {
    const fake = new FakeJenkins();
    await new Promise<void>(resolve =>
      fake.#server.listen(0, '127.0.0.1', resolve),
    );
    return fake;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () =>
        this.#respond(request, Buffer.concat(chunks).toString(), response),
      );
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/ci`;
  }

  /**
   * Sets the response to a request.
   *
   * @param request - method and path below the base URL: `GET job/shop/api/json`
   */
  answer(request: string, answer: Answer): void {
    this.#answers.set(request, answer);
  }

  /** Methods and paths of all requests, in the order of arrival. */
  get calls(): string[] {
    return this.received.map(({ method, path }) => `${method} ${path}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #respond(
    { method = '', url = '', headers }: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): void {
    const [path, search] = url.split('?');
    const below = path.replace(/^\/ci\//, '');
    const request = {
      method,
      path: below,
      query: new URLSearchParams(search),
      headers,
      body,
    };
    this.received.push(request);
    const answer = this.#answers.get(`${method} ${below}`);
    if (!answer) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('Not Found');
    } else if (typeof answer === 'function') {
      answer(request, response);
    } else {
      const isJson = 'json' in answer;
      response
        .writeHead(answer.status ?? 200, {
          'content-type': isJson
            ? 'application/json;charset=utf-8'
            : 'text/html',
          ...answer.headers,
        })
        .end(isJson ? JSON.stringify(answer.json) : answer.text);
    }
  }
}
