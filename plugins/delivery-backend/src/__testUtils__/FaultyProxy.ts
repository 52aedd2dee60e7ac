import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a proxy between portal and cluster can do to a request. */
export type Fault =
  | { type: 'none' }
  /** Accepts the request and never answers; falls silent on those under way */
  | { type: 'hang' }
  /** Resets the connection */
  | { type: 'reset' }
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

/**
 * A proxy in front of a real API server that can be told to fail. It brings its
 * own credential, as `kubectl proxy` does.
 */
export class FaultyProxy {
  readonly #upstream: { url: URL; options: https.RequestOptions };
  readonly #server: http.Server;
  readonly #open = new Set<http.ServerResponse>();
  #faultFor: (url: string) => Fault = () => ({ type: 'none' });
  /** Method and path with query of every request, oldest first */
  readonly requests: string[] = [];

  static async start(upstream: {
    url: string;
    options: https.RequestOptions;
  }): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(upstream);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(upstream: {
    url: string;
    options: https.RequestOptions;
  }) {
    this.#upstream = { ...upstream, url: new URL(upstream.url) };
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
    for (const res of this.#open) res.socket?.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #handle(req: http.IncomingMessage, res: http.ServerResponse): void {
    const url = req.url ?? '/';
    this.requests.push(url);
    this.#open.add(res);
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
    const upstream = https.request(
      new URL(url, this.#upstream.url),
      {
        ...this.#upstream.options,
        headers: {
          ...this.#upstream.options.headers,
          accept: req.headers.accept,
        },
      },
      answer => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        res.flushHeaders();
        answer.on('data', (chunk: Buffer) => {
          const { type } = this.#faultFor(url);
          if (type === 'hang') return;
          if (type === 'truncate') {
            res.write(chunk.subarray(0, chunk.length / 2), () => res.destroy());
            return;
          }
          res.write(chunk);
        });
        answer.on('end', () => res.end());
        answer.on('error', () => res.destroy());
      },
    );
    upstream.on('error', () => res.destroy());
    res.on('close', () => upstream.destroy());
    req.pipe(upstream);
  }
}
