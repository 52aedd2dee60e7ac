import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { answerBuild } from './answerBuild.ts';
import { configOf, createItem } from './createItem.ts';
import {
  childOf,
  exportedItem,
  exportedQueueItem,
  isFolder,
} from './exported.ts';
import type { Placed } from './exported.ts';
import { bodyOf, sendHtml, sendJson } from './answers.ts';
import type { EmulatedBuild, EmulatedItem, QueueItem } from './model.ts';
import { parseTree, prune } from './tree.ts';
import type { Exported } from './tree.ts';

/** Version in the answers. */
export const VERSION = '2.516.3-emulator';

/** Jenkins deletes items that left its queue after five minutes. */
const QUEUE_MEMORY_MS = 5 * 60_000;

/** A user with an API token. */
export interface EmulatedUser {
  name: string;
  token: string;
  mayRead: boolean;
  mayAct: boolean;
}

/**
 * Kinds of faults: it accepts connections and never answers; it answers 503 with a
 * page, as during a start; it answers JSON requests with a page; it redirects to
 * another host.
 */
const faults = ['hanging', 'restarting', 'html', 'redirect'] as const;

/** The kind of fault. */
export type Fault = (typeof faults)[number];

/** Installed stage plugins. */
export interface Plugins {
  graphView: boolean;
  stageView: boolean;
}

/** Requests of clients to change something. */
export interface Wishes {
  /** A client requested a build; it waits in the queue */
  onQueued?(item: QueueItem, parameters: Record<string, string>): void;
  onStop?(placed: Placed, build: EmulatedBuild): void;
  onInput?(
    placed: Placed,
    build: EmulatedBuild,
    answer: {
      id: string;
      isProceed: boolean;
      by: string;
      parameters: Record<string, unknown>;
    },
  ): void;
  onRestart?(placed: Placed, build: EmulatedBuild, stage: string): void;
  /** A client created a job */
  onCreated?(placed: Placed): void;
  /** A client requested a scan of a multibranch job */
  onIndex?(placed: Placed): void;
}

/**
 * Emulates the part of Jenkins' remote API that clients use. It is not Jenkins: it
 * runs nothing, and its jobs and builds are those that its user adds to {@link
 * JenkinsEmulator.root}.
 */
export class JenkinsEmulator {
  readonly root: EmulatedItem = {
    kind: 'folder',
    name: '',
    builds: [],
    items: [],
  };
  readonly queue: QueueItem[] = [];
  readonly plugins: Plugins = { graphView: true, stageView: true };
  /** Count of requests by path */
  readonly calls = new Map<string, number>();
  fault: Fault | undefined;
  /** Called for each request to change something */
  wishes: Wishes = {};
  /** Answers requests that are not part of Jenkins' API, such as webhooks */
  other: ((req: IncomingMessage, res: ServerResponse) => boolean) | undefined;
  readonly #users: EmulatedUser[];
  readonly #now: () => number;
  readonly #server: Server;
  #url = '';
  #queued = 0;

  static create(
    options: { users?: EmulatedUser[]; now?: () => number } = {},
  ): JenkinsEmulator {
    return new JenkinsEmulator(options.users ?? [], options.now ?? Date.now);
  }

  private constructor(users: EmulatedUser[], now: () => number) {
    this.#users = users;
    this.#now = now;
    this.#server = createServer((req, res) => {
      this.#answer(req, res).catch(error => {
        if (res.headersSent) res.destroy();
        else sendHtml(res, 500, `Oops! ${error}`);
      });
    });
  }

  /** Base URL, with a trailing slash. */
  get url(): string {
    return this.#url;
  }

  /** @param port - default: a free port */
  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address !== 'object' || !address) throw new Error('No address');
    this.#url = `http://localhost:${address.port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Finds an item by the segments of its full name in Jenkins. */
  find(fullName: string): Placed | undefined {
    let placed: Placed = { item: this.root, fullName: '', url: this.#url };
    for (const name of fullName.split('/').filter(Boolean)) {
      const child = placed.item.items.find(item => item.name === name);
      if (!child) return undefined;
      placed = childOf(placed, child);
    }
    return placed;
  }

  /** Adds an item to the queue. */
  enqueue(fullName: string, why = 'In the quiet period'): QueueItem {
    this.#queued += 1;
    const item: QueueItem = {
      id: 1000 + this.#queued,
      fullName,
      since: this.#now(),
      why,
      isCancelled: false,
    };
    this.queue.push(item);
    return item;
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (this.other?.(req, res)) return;
    const url = new URL(req.url ?? '/', this.#url);
    if (url.pathname.startsWith('/emulator/')) {
      this.#control(url, res);
      return;
    }
    res.setHeader('x-jenkins', VERSION);
    this.#count(url.pathname, req.method ?? 'GET');
    switch (this.fault) {
      case 'hanging':
        return;
      case 'restarting':
        sendHtml(
          res,
          503,
          'Please wait while Jenkins is getting ready to work',
        );
        return;
      case 'html':
        sendHtml(res, 200, 'A proxy says hello');
        return;
      case 'redirect':
        res.writeHead(302, { location: 'http://elsewhere.invalid/' }).end();
        return;
      default:
    }
    const user = this.#user(req);
    if (user === 'unknown') {
      sendHtml(res, 401, 'Invalid password/token');
      return;
    }
    const mayRead = user?.mayRead ?? !this.#users.length;
    if (!mayRead) {
      sendHtml(res, 403, 'Authentication required');
      return;
    }
    if (req.method === 'POST' && !(user?.mayAct ?? !this.#users.length)) {
      const isToMake = url.pathname.endsWith('/createItem');
      const missing = isToMake ? 'Create' : 'Build';
      res.setHeader('x-required-permission', `hudson.model.Item.${missing}`);
      sendHtml(
        res,
        403,
        `${user?.name} is missing the Job/${missing} permission`,
      );
      return;
    }
    await this.#route(req, res, url, user?.name ?? 'anonymous');
  }

  async #route(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
    by: string,
  ): Promise<void> {
    const segments = url.pathname.split('/').filter(Boolean);
    if (segments[0] === 'queue') {
      this.#answerQueue(req, res, segments.slice(1), url);
      return;
    }
    if (segments[0] === 'crumbIssuer') {
      sendJson(res, {
        _class: 'hudson.security.csrf.DefaultCrumbIssuer',
        crumb: 'crumb',
        crumbRequestField: 'Jenkins-Crumb',
      });
      return;
    }
    let placed: Placed | undefined = {
      item: this.root,
      fullName: '',
      url: this.#url,
    };
    let at = 0;
    while (placed && segments[at] === 'job') {
      const name = decodeURIComponent(segments[at + 1] ?? '');
      const child: EmulatedItem | undefined = placed.item.items.find(
        item => item.name === name,
      );
      placed = child && childOf(placed, child);
      at += 2;
    }
    const rest = segments.slice(at);
    if (!placed) {
      sendHtml(res, 404, 'Not Found');
      return;
    }
    if (rest.join('/') === 'api/json') {
      const exported = exportedItem(placed, this.queue);
      this.#sendExported(res, url, exported);
      return;
    }
    if (rest.join('/') === 'createItem') {
      const made = await createItem(req, res, placed, url);
      if (made) this.wishes.onCreated?.(made);
      return;
    }
    if (rest.join('/') === 'config.xml') {
      res
        .writeHead(200, { 'content-type': 'application/xml;charset=utf-8' })
        .end(configOf(placed.item));
      return;
    }
    if (!rest.length && !isFolder(placed.item)) {
      sendHtml(res, 200, `${placed.fullName}: this is an emulator of Jenkins`);
      return;
    }
    if (['build', 'buildWithParameters'].includes(rest[0]) && !rest[1]) {
      await this.#trigger(req, res, placed, url);
      return;
    }
    const build = buildNamed(placed, rest[0]);
    if (!build) {
      sendHtml(res, 404, rest.length ? 'Not Found' : 'An emulator of Jenkins');
      return;
    }
    await answerBuild({
      req,
      res,
      url,
      placed,
      build,
      rest: rest.slice(1),
      by,
      plugins: this.plugins,
      wishes: this.wishes,
      now: this.#now(),
    });
  }

  async #trigger(
    req: IncomingMessage,
    res: ServerResponse,
    placed: Placed,
    url: URL,
  ): Promise<void> {
    if (req.method !== 'POST') {
      sendHtml(res, 405, 'You must use POST method to trigger builds');
      return;
    }
    if (placed.item.kind === 'multibranch') {
      this.wishes.onIndex?.(placed);
      // ComputedFolder#doBuild redirects to the referrer
      res.writeHead(302, { location: placed.url }).end();
      return;
    }
    if (placed.item.isDisabled) {
      sendHtml(res, 409, `${placed.fullName} is not buildable`);
      return;
    }
    // ParameterizedJobMixIn: for a job with parameters, `build` expects the JSON of a form
    const isForParameters = url.pathname.endsWith('/buildWithParameters');
    const hasParameters = (placed.item.parameters ?? []).length > 0;
    if (isForParameters !== hasParameters) {
      sendHtml(
        res,
        400,
        hasParameters
          ? 'This page expects a form submission'
          : `${placed.fullName} is not parameterized`,
      );
      return;
    }
    const given = new URLSearchParams(await bodyOf(req));
    const asked = Object.fromEntries([...url.searchParams, ...given]);
    const item = this.enqueue(placed.fullName);
    this.wishes.onQueued?.(item, asked);
    res
      .writeHead(201, { location: `${this.#url}queue/item/${item.id}/` })
      .end();
  }

  #answerQueue(
    req: IncomingMessage,
    res: ServerResponse,
    rest: string[],
    url: URL,
  ): void {
    const id = Number(
      rest[0] === 'item' ? rest[1] : (url.searchParams.get('id') ?? NaN),
    );
    const item = this.queue.find(each => each.id === id);
    const isForgotten =
      item?.executable !== undefined &&
      this.#now() - item.since > QUEUE_MEMORY_MS;
    if (!item || isForgotten) {
      sendHtml(res, 404, 'Not Found');
      return;
    }
    if (rest[0] === 'cancelItem' && req.method === 'POST') {
      item.isCancelled = true;
      res.writeHead(204).end();
      return;
    }
    const jobUrl = this.find(item.fullName)?.url ?? this.#url;
    this.#sendExported(res, url, exportedQueueItem(item, jobUrl));
  }

  // Routes of the emulator only: faults and counted calls.
  #control({ pathname, searchParams }: URL, res: ServerResponse): void {
    if (pathname === '/emulator/fault') {
      const asked = searchParams.get('is');
      this.fault = faults.find(fault => fault === asked);
    }
    if (pathname === '/emulator/plugins') {
      const has = searchParams.get('has');
      this.plugins.graphView = has !== 'wfapi' && has !== 'none';
      this.plugins.stageView = has !== 'graph-view' && has !== 'none';
    }
    if (pathname === '/emulator/forget') this.calls.clear();
    sendJson(res, {
      fault: this.fault ?? null,
      calls: Object.fromEntries(this.calls),
      total: [...this.calls.values()].reduce((sum, n) => sum + n, 0),
    });
  }

  #sendExported(res: ServerResponse, url: URL, exported: Exported): void {
    const text = url.searchParams.get('tree');
    try {
      sendJson(res, prune(exported, text ? parseTree(text) : undefined));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      sendHtml(res, 400, error.message);
    }
  }

  #user(req: IncomingMessage): EmulatedUser | 'unknown' | undefined {
    const header = req.headers.authorization;
    if (!header) return undefined;
    const [, encoded = ''] = header.split(' ');
    const [name, token] = Buffer.from(encoded, 'base64').toString().split(':');
    return (
      this.#users.find(user => user.name === name && user.token === token) ??
      'unknown'
    );
  }

  // Counted by the kind of request, without the names of jobs and runs.
  #count(pathname: string, method: string): void {
    const what = pathname
      .replace(/(\/job\/[^/]+)+/, '/job')
      .replace(/\/\d+\//, '/N/');
    const key = `${method} ${what}`;
    this.calls.set(key, (this.calls.get(key) ?? 0) + 1);
  }
}

function buildNamed(
  { item }: Placed,
  name: string | undefined,
): EmulatedBuild | undefined {
  if (name === 'lastBuild') return item.builds.at(0);
  return item.builds.find(({ number }) => String(number) === name);
}
