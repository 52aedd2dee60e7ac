import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterAccess } from '../cluster/index.ts';
import { Processes, logTail } from '../dev/processes.ts';
import { portalAddresses } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { answers, waitFor } from '../dev/waitFor.ts';
import type { Fleet } from './answers.ts';
import { BENCH_CLUSTER } from './BenchCluster.ts';
import { Inspector } from './Inspector.ts';
import { benchNamespaces, serviceEntity, serviceNames } from './services.ts';

/** User of every viewer. */
const VIEWER = 'user:default/bench';

const POLL_MS = 500;

/** Options of a measured portal. */
export interface BenchPortalOptions {
  services: number;
  /** URL of the API server for the portal */
  clusterUrl: string;
  /**
   * A portal with Fairway, one with only the stock Kubernetes plugin, or one with
   * only the community Jenkins plugin
   */
  by: 'fairway' | 'stock' | 'community';
  /** Whether a file adds the services to the catalog; true by default */
  isDescribed?: boolean;
  /** Jenkins server with a job `bench/<service>` for each service */
  jenkins?: { baseUrl: string; username: string; apiKey: string };
}

/** The portal's server in production mode, with measurements. */
export class BenchPortal {
  readonly inspector: Inspector;
  readonly address: string;
  readonly #processes: Processes;

  /** Starts the server and resolves when it is ready. */
  static async start(
    stack: Stack,
    options: BenchPortalOptions,
    signal: AbortSignal,
  ): Promise<BenchPortal> {
    const { backend } = portalAddresses(stack);
    const config = writeConfig(stack, options);
    const processes = Processes.open(stack);
    await processes.start({
      name: 'backend',
      command: process.execPath,
      args: [
        '--inspect=127.0.0.1:0',
        ...(options.by === 'community'
          ? ['--no-warnings', 'bench/communityPortal.ts']
          : portalModules(stack)),
        ...['--config', config],
      ],
      env: {
        NODE_ENV: 'production',
        OTEL_EXPORTER_PROMETHEUS_PORT: new URL(portalAddresses(stack).metrics)
          .port,
      },
      cwd:
        options.by === 'community'
          ? path.join(stack.root, 'test')
          : path.join(stack.root, 'packages', 'backend'),
      version: '',
      address: backend,
    });
    const log = processes.log('backend');
    const isReady = () => {
      if (processes.state('backend') === 'failed') {
        throw new Error(`The portal ended:\n${logTail(log)}`);
      }
      return answers(`${backend}/.backstage/health/v1/readiness`);
    };
    await waitFor('the portal to be ready', isReady, {
      timeoutMs: 240_000,
      signal,
      details: () => logTail(log),
    });
    const url = /ws:\/\/\S+/.exec(readFileSync(log, 'utf8'))?.[0];
    if (!url)
      throw new Error(`The portal has no debugger port:\n${logTail(log)}`);
    return new BenchPortal(backend, processes, await Inspector.connect(url));
  }

  private constructor(
    address: string,
    processes: Processes,
    inspector: Inspector,
  ) {
    this.address = address;
    this.#processes = processes;
    this.inspector = inspector;
  }

  /** Token of a signed-in user who may see everything. */
  async token(): Promise<string> {
    const answer = await fetch(`${this.address}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    if (!answer.ok)
      throw new Error(`The sign-in failed: ${await answer.text()}`);
    const { backstageIdentity } = await answer.json();
    return backstageIdentity.token;
  }

  /** Resolves when Fairway shows all services with this total of ready pods. */
  async waitForFleet(
    expected: { services: number; pods: number },
    signal: AbortSignal,
  ): Promise<void> {
    const token = await this.token();
    const isThere = async () => {
      await sleep(POLL_MS);
      const answer = await fetch(`${this.address}/api/delivery/v1/fleet`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!answer.ok)
        throw new Error(`The fleet request failed: ${await answer.text()}`);
      const { rows }: Fleet = await answer.json();
      const cells = rows.flatMap(row => Object.values(row.cells));
      const ready = cells.reduce(
        (sum, cell) => sum + (cell?.replicas.ready ?? 0),
        0,
      );
      return (
        rows.length === expected.services &&
        cells.every(cell => cell !== null) &&
        ready === expected.pods
      );
    };
    await waitFor('the portal to show all pods', isThere, {
      timeoutMs: 180_000,
      signal,
    });
  }

  /**
   * Resolves when the server has finished the work of its start or of earlier changes:
   * when it uses less than a tenth of a core, three seconds in a row.
   */
  async waitUntilIdle(signal: AbortSignal): Promise<void> {
    let idleSeconds = 0;
    const isIdle = async () => {
      const before = await this.inspector.usage();
      await sleep(1_000, undefined, { signal });
      const after = await this.inspector.usage();
      const share = after.cpuSeconds - before.cpuSeconds;
      idleSeconds = share < 0.1 ? idleSeconds + 1 : 0;
      return idleSeconds >= 3;
    };
    await waitFor('the portal to be idle', isIdle, {
      timeoutMs: 300_000,
      signal,
    });
  }

  async stop(): Promise<void> {
    this.inspector.close();
    await this.#processes.stop('backend');
  }
}

function portalModules({ root }: Stack): string[] {
  return [
    '--require',
    path.join(
      root,
      'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
    ),
    ...['--require', './src/instrumentation.cjs', 'src/index'],
    ...['--config', path.join(root, 'app-config.yaml')],
  ];
}

function writeConfig(stack: Stack, options: BenchPortalOptions): string {
  const { backend } = portalAddresses(stack);
  const folder = path.join(stack.dir, 'bench');
  mkdirSync(path.join(stack.dir, 'db'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const catalog = path.join(folder, 'catalog.yaml');
  const entities = [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'bench' },
      spec: { type: 'team', children: [], members: ['bench'] },
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: 'bench' },
      spec: { memberOf: ['bench'] },
    },
    ...serviceNames(options.isDescribed === false ? 0 : options.services).map(
      name =>
        serviceEntity(name, options.jenkins ? `bench/${name}` : undefined),
    ),
  ];
  writeFileSync(
    catalog,
    entities.map(entity => JSON.stringify(entity)).join('\n---\n'),
  );
  const isStock = options.by === 'stock';
  const config = path.join(folder, `app-config.${options.by}.yaml`);
  const { readTokenFile } = clusterAccess(stack, BENCH_CLUSTER);
  writeFileSync(
    config,
    JSON.stringify({
      app: {
        baseUrl: backend,
        ...(isStock && {
          extensions: ['entity-content:kubernetes/kubernetes'],
        }),
      },
      // The shipped policy gives the permissions of the stock plugin to nobody.
      ...(isStock && { permission: { enabled: false } }),
      backend: {
        baseUrl: backend,
        listen: { port: Number(new URL(backend).port), host: '127.0.0.1' },
        database: {
          client: 'better-sqlite3',
          connection: { directory: path.join(stack.dir, 'db') },
        },
      },
      auth: {
        environment: 'development',
        providers: {
          guest: {
            userEntityRef: VIEWER,
            dangerouslyAllowOutsideDevelopment: true,
          },
        },
      },
      fairway: { permission: { readOnly: [], roles: { platform: [VIEWER] } } },
      catalog: {
        locations: [
          {
            type: 'file',
            target: catalog,
            rules: [{ allow: ['Component', 'Group', 'User'] }],
          },
        ],
      },
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: BENCH_CLUSTER,
                url: options.clusterUrl,
                authProvider: 'serviceAccount',
                serviceAccountToken: { $file: readTokenFile },
                // No metrics-server runs here, which is less work for the stock plugin.
                skipMetricsLookup: true,
              },
            ],
          },
        ],
      },
      ...(options.jenkins && {
        jenkins: {
          instances: [{ name: 'default', ...options.jenkins }],
        },
      }),
      delivery: {
        // All viewers are one user.
        limits: {
          streams: 10_000,
          topics: 10_000,
          callsPerMinute: 1_000_000,
          logReadsPerMinute: 1_000_000,
        },
        environments:
          options.by === 'fairway'
            ? benchNamespaces.map(name => ({
                name,
                cluster: BENCH_CLUSTER,
                namespaces: [name],
              }))
            : [],
      },
    }),
    { mode: 0o600 },
  );
  return config;
}
