import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { clusterFiles } from '../cluster/clusterFiles.ts';
import type { ClusterName } from '../cluster/index.ts';
import type { Stack } from '../dev/stack.ts';

/** An event of a watch, with its time of arrival. */
export interface HeardEvent<T> {
  type: string;
  object: T;
  /** Milliseconds since the epoch */
  at: number;
}

/** Client of a local cluster's API as administrator. It uses no library, to keep the measurement fast. */
export class KubeClient {
  readonly #origin: string;
  readonly #agent: Agent;

  static create(stack: Stack, cluster: ClusterName): KubeClient {
    const files = clusterFiles(stack, cluster);
    return new KubeClient(
      files.url,
      new Agent({
        keepAlive: true,
        maxSockets: 32,
        ca: readFileSync(files.certificate('ca')),
        cert: readFileSync(files.certificate('admin')),
        key: readFileSync(files.key('admin')),
      }),
    );
  }

  private constructor(origin: string, agent: Agent) {
    this.#origin = origin;
    this.#agent = agent;
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await text(await this.#send('GET', path)));
  }

  async create(path: string, object: object): Promise<void> {
    await text(
      await this.#send('POST', path, { type: 'application/json', object }),
    );
  }

  /** A strategic merge patch. */
  async patch(path: string, patch: object): Promise<void> {
    const type = 'application/strategic-merge-patch+json';
    await text(await this.#send('PATCH', path, { type, object: patch }));
  }

  /**
   * Reports every event after a resource version until the signal aborts. If the API
   * server ends the watch, it resumes. Resolves when the watch has started.
   *
   * @param onFailure - called if the watch fails before the signal aborts
   */
  async watch<T extends { metadata?: { resourceVersion?: string } }>(
    path: string,
    resourceVersion: string,
    onEvent: (event: HeardEvent<T>) => void,
    onFailure: (reason: Error) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let last = resourceVersion;
    const open = async () => {
      const url = `${path}?watch=true&resourceVersion=${last}`;
      const body = await this.#send('GET', url, undefined, signal);
      body.setEncoding('utf8');
      let rest = '';
      body.on('data', (chunk: string) => {
        const at = Date.now();
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const event: HeardEvent<T> = { ...JSON.parse(line), at };
          if (event.type === 'ERROR') {
            onFailure(new Error(`The watch of ${path} failed: ${line}`));
            return;
          }
          last = event.object.metadata?.resourceVersion ?? last;
          onEvent(event);
        }
      });
      body.on('error', () => {});
      body.on('close', () => {
        if (!signal.aborted) open().catch(onFailure);
      });
    };
    await open();
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    method: string,
    path: string,
    body?: { type: string; object: object },
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#origin}${path}`, {
        method,
        agent: this.#agent,
        signal,
        headers: body && { 'content-type': body.type },
      });
      sent.on('error', reject);
      sent.on('response', answer => {
        const { statusCode = 0 } = answer;
        if (statusCode >= 200 && statusCode < 300) resolve(answer);
        else {
          text(answer).then(
            said => reject(new Error(`${method} ${path}: ${said}`)),
            reject,
          );
        }
      });
      sent.end(body && JSON.stringify(body.object));
    });
  }
}
