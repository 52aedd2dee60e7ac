import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a proxy between portal and cluster can do to a request. */
export type Fault =
  | { type: 'none' }
  /** Accepts the request and never answers; falls silent on those under way */
  | { type: 'hang' }
  /** Resets the connection */
  | { type: 'reset' }
  /** Passes the answer on at this pace */
  | { type: 'slow'; bytesPerSecond: number }
  /** Passes the answer on, but cuts it off in the middle of its first line */
  | { type: 'truncate' }
  /** Asks the API server for a time that it has long forgotten */
  | { type: 'outdated' }
  /** Answers by itself */
  | {
      type: 'answer';
      status: number;
      headers?: Record<string, string>;
      body?: string;
    };

/** An API server, with what it takes to be let in. */
export interface Upstream {
  url: string;
  options: https.RequestOptions;
}

/**
 * A proxy in front of a real API server that can be told to fail. It brings its
 * own credential, as `kubectl proxy` does, to who brings none.
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

  /** From now on; those under way are hit too where the fault is for them. */
  failWith(fault: Fault | ((url: string) => Fault)): void {
    this.#faultFor = typeof fault === 'function' ? fault : () => fault;
    if (typeof fault === 'object' && fault.type === 'reset')
      this.breakConnections();
  }

  /** Resets all connections under way. */
  breakConnections(): void {
    for (const res of this.#open.keys()) res.socket?.resetAndDestroy();
  }

  /** Stands in front of another API server, and lets go of the one before. */
  pointTo(upstream: Upstream): void {
    this.#upstream = upstream;
    this.breakConnections();
  }

  /** Says something in the open watches of a path, as if the API server did. */
  say(path: string, line: unknown): void {
    for (const [res, url] of this.#open) {
      if (url.startsWith(`${path}?`) && url.includes('watch=true')) {
        res.write(`${JSON.stringify(line)}\n`);
      }
    }
  }

  /** How many connections are open on either side. */
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
        // Nothing stays open for later, so that what is open is counted.
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

  /** A tenth of a second's worth at a time, until it is told to be slow no more. */
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
