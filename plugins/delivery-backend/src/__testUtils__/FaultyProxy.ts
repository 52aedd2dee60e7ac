import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A fault of a proxy between portal and cluster. */
export type Fault =
  | { type: 'none' }
  /** Accepts requests and never answers; becomes silent on open ones */
  | { type: 'hang' }
  /** Resets the connection */
  | { type: 'reset' }
  /** Forwards the answer at this rate */
  | { type: 'slow'; bytesPerSecond: number }
  /** Forwards the answer, but cuts it off within its first line */
  | { type: 'truncate' }
  /** Requests a resource version that has expired */
  | { type: 'outdated' }
  /** Answers instead of the API server */
  | {
      type: 'answer';
      status: number;
      headers?: Record<string, string>;
      body?: string;
    };

/** An API server, with the options of requests to it. */
export interface Upstream {
  url: string;
  options: https.RequestOptions;
}

/**
 * A proxy in front of a real API server that can fail. It adds its own credential
 * to requests without one, as `kubectl proxy` does.
 */
export class FaultyProxy {
  #upstream: Upstream;
  readonly #server: http.Server;
  readonly #open = new Map<http.ServerResponse, string>();
  readonly #upstreamRequests = new Set<http.ClientRequest>();
  #faultFor: (url: string) => Fault = () => ({ type: 'none' });
  /** Method and path with query of every request, oldest first */
  readonly requests: string[] = [];

  static async start(upstream: Upstream): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(upstream);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(upstream: Upstream) {
    this.#upstream = upstream;
    this.#server = http.createServer((req, res) => this.#handle(req, res));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sets the fault of new requests, and of open ones where it applies to them. */
  failWith(fault: Fault | ((url: string) => Fault)): void {
    this.#faultFor = typeof fault === 'function' ? fault : () => fault;
    if (typeof fault === 'object' && fault.type === 'reset')
      this.breakConnections();
  }

  /** Resets all open connections. */
  breakConnections(): void {
    for (const res of this.#open.keys()) res.socket?.resetAndDestroy();
  }

  /** Replaces the API server, and closes the connections to the former one. */
  pointTo(upstream: Upstream): void {
    this.#upstream = upstream;
    this.breakConnections();
  }

  /** Sends an event to the open watches of a path, as if the API server did. */
  say(path: string, line: unknown): void {
    for (const [res, url] of this.#open) {
      if (url.startsWith(`${path}?`) && url.includes('watch=true')) {
        res.write(`${JSON.stringify(line)}\n`);
      }
    }
  }

  /** Number of open connections on both sides. */
  async connections(): Promise<number> {
    const count = promisify(this.#server.getConnections.bind(this.#server));
    return (await count()) + this.#upstreamRequests.size;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #handle(req: http.IncomingMessage, res: http.ServerResponse): void {
    const url = req.url ?? '/';
    this.requests.push(url);
    this.#open.set(res, url);
    res.on('close', () => this.#open.delete(res));
    const fault = this.#faultFor(url);
    if (fault.type === 'hang') return;
    if (fault.type === 'reset') {
      req.socket.resetAndDestroy();
      return;
    }
    if (fault.type === 'answer') {
      res.writeHead(fault.status, fault.headers).end(fault.body ?? '');
      return;
    }
    const asked =
      fault.type === 'outdated'
        ? url.replace(/resourceVersion=\d+/, 'resourceVersion=1')
        : url;
    this.#pass(req, res, asked);
  }

  #pass(
    req: http.IncomingMessage,
    res: http.ServerResponse,
    url: string,
  ): void {
    const { authorization, 'content-type': type } = req.headers;
    const { 'content-length': length } = req.headers;
    const upstream = https.request(
      new URL(url, this.#upstream.url),
      {
        ...this.#upstream.options,
        method: req.method,
        // No connection is kept alive, so that open ones can be counted.
        agent: false,
        headers: {
          ...this.#upstream.options.headers,
          accept: req.headers.accept,
          ...(authorization && { authorization }),
          ...(type && { 'content-type': type }),
          // Without it, Node drops the body of a DELETE.
          ...(length && { 'content-length': length }),
        },
      },
      answer => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        res.flushHeaders();
        this.#passBody(answer, res, url).then(
          () => res.end(),
          () => res.destroy(),
        );
      },
    );
    this.#upstreamRequests.add(upstream);
    upstream.on('close', () => this.#upstreamRequests.delete(upstream));
    upstream.on('error', () => res.destroy());
    res.on('close', () => upstream.destroy());
    req.pipe(upstream);
  }

  async #passBody(
    answer: http.IncomingMessage,
    res: http.ServerResponse,
    url: string,
  ): Promise<void> {
    for await (const chunk of answer) {
      const fault = this.#faultFor(url);
      switch (fault.type) {
        case 'hang':
          break;
        case 'truncate':
          res.write(chunk.subarray(0, chunk.length / 2), () => res.destroy());
          break;
        case 'slow':
          await this.#trickle(chunk, res, url);
          break;
        default:
          if (!res.write(chunk)) await once(res, 'drain');
      }
    }
  }

  /** Sends the bytes of a tenth of a second at a time, while the fault is set. */
  async #trickle(
    chunk: Buffer,
    res: http.ServerResponse,
    url: string,
  ): Promise<void> {
    let sent = 0;
    while (sent < chunk.length && !res.destroyed) {
      const fault = this.#faultFor(url);
      const isSlow = fault.type === 'slow';
      const size = isSlow ? fault.bytesPerSecond / 10 : chunk.length;
      res.write(chunk.subarray(sent, sent + size));
      sent += size;
      if (isSlow) await sleep(100);
    }
  }
}
