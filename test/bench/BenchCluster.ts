import { setTimeout as sleep } from 'node:timers/promises';
import type {
  V1Deployment,
  V1DeploymentStatus,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node';
import {
  buildBinaries,
  clusterAccess,
  clusterUp,
  kubectl,
  partDown,
  partUp,
} from '../cluster/index.ts';
import type { ClusterName, PartName } from '../cluster/index.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { waitFor } from '../dev/waitFor.ts';
import { Child } from './Child.ts';
import type { Traffic } from './countingProxy.ts';
import { KubeClient } from './KubeClient.ts';
import {
  benchNamespaces,
  nodeOf,
  objectsOf,
  benchDeployments,
} from './services.ts';
import type { BenchDeployment } from './services.ts';

/** Name of the cluster of the benchmarks. */
export const BENCH_CLUSTER: ClusterName = 'staging';

/** Service whose manifests are used; see examples. */
const MODEL = 'berth-planner';

const PODS_A_NODE = 200;
const POLL_MS = 1_000;
const PODS_TIMEOUT_MS = 1_800_000;

const DEPLOYMENTS = '/apis/apps/v1/deployments';
const ONE_NOT_YET = `/api/v1/pods?limit=1&fieldSelector=${encodeURIComponent('status.phase!=Running')}`;

/** A real cluster with services, and a proxy that counts the requests of a portal. */
export class BenchCluster {
  readonly client: KubeClient;
  /** URL of the proxy, through which a portal reaches the API server */
  readonly url: string;
  readonly #stack: Stack;
  readonly #proxy: Child;
  readonly #services: number;

  /** Starts the cluster, with services without pods. */
  static async start(
    stack: Stack,
    options: { services: number; pods: number },
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<BenchCluster> {
    await buildBinaries(stack, { onProgress, signal });
    await clusterUp(stack, BENCH_CLUSTER, { onProgress, signal });
    // The benchmark does not need them, and they would use CPU.
    await partDown(stack, BENCH_CLUSTER, 'metrics-server');
    await partDown(stack, BENCH_CLUSTER, 'argo-rollouts');
    const { url, caFile } = clusterAccess(stack, BENCH_CLUSTER);
    const proxy = Child.start('countingProxy.ts', {
      args: [url, caFile],
      signal,
    });
    const cluster = new BenchCluster(
      stack,
      proxy,
      await proxy.ask<string>(),
      options.services,
    );
    try {
      await cluster.#makeRoom(options.pods);
      await cluster.#deploy();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  private constructor(
    stack: Stack,
    proxy: Child,
    url: string,
    services: number,
  ) {
    this.#stack = stack;
    this.#proxy = proxy;
    this.url = url;
    this.#services = services;
    this.client = KubeClient.create(stack, BENCH_CLUSTER);
  }

  /** Requests of the portal to the API server so far. */
  traffic(): Promise<Traffic> {
    return this.#proxy.ask({});
  }

  /** Creates pods of the services, spread evenly, and resolves when all are ready. */
  scale(
    pods: number,
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    return this.scaleTo(
      benchDeployments(this.#services, pods),
      onProgress,
      signal,
    );
  }

  /**
   * Creates the pods of each service and resolves when all are ready. The controllers
   * are stopped while pods become ready, because most of the work would be their
   * updates of Deployments, ReplicaSets and EndpointSlices for each pod.
   */
  async scaleTo(
    deployments: BenchDeployment[],
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const pods = deployments.reduce((sum, { replicas }) => sum + replicas, 0);
    const start = (part: PartName) =>
      partUp(this.#stack, BENCH_CLUSTER, part, signal);
    const rest = (part: PartName) => partDown(this.#stack, BENCH_CLUSTER, part);
    const reached = (what: string, isReached: () => Promise<boolean>) =>
      waitFor(
        what,
        async () => {
          await sleep(POLL_MS);
          return isReached();
        },
        { timeoutMs: PODS_TIMEOUT_MS, signal },
      );
    const counted = async (
      note: string,
      of: (status: V1DeploymentStatus) => number | undefined,
    ) => {
      const done = await this.#count(of);
      onProgress(done, pods, note);
      return done === pods;
    };
    await rest('kube-scheduler');
    await Promise.all(
      deployments.map(({ namespace, name, replicas }) =>
        this.client.patch(
          `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
          { spec: { replicas } },
        ),
      ),
    );
    await reached('all pods to be created', () =>
      counted('made', status => status.replicas),
    );
    await rest('kube-controller-manager');
    await start('kube-scheduler');
    await reached('all pods to run', async () => {
      const { items } = await this.client.get<{ items: V1Pod[] }>(ONE_NOT_YET);
      return items.length === 0;
    });
    await start('kube-controller-manager');
    await reached('all pods to be ready', () =>
      counted('ready', status => status.readyReplicas),
    );
  }

  async #count(
    of: (status: V1DeploymentStatus) => number | undefined,
  ): Promise<number> {
    const { items } = await this.client.get<{ items: V1Deployment[] }>(
      DEPLOYMENTS,
    );
    return items.reduce(
      (sum, { status }) => sum + ((status && of(status)) ?? 0),
      0,
    );
  }

  /** Stops the proxy; the cluster stops with its stack. */
  async stop(): Promise<void> {
    await this.#proxy.stop();
    this.client.close();
  }

  async #makeRoom(pods: number): Promise<void> {
    const nodes = Math.ceil(pods / PODS_A_NODE) + 1;
    await Promise.all([
      ...benchNamespaces.map(name =>
        this.client.create('/api/v1/namespaces', { metadata: { name } }),
      ),
      ...Array.from({ length: nodes }, (_, number) =>
        this.client.create('/api/v1/nodes', nodeOf(number, PODS_A_NODE)),
      ),
    ]);
  }

  async #deploy(): Promise<void> {
    const model = await this.#model();
    await Promise.all(
      benchDeployments(this.#services, 0).map(async target => {
        const { deployment, service } = objectsOf(target, model);
        const within = `namespaces/${target.namespace}`;
        await this.client.create(`/api/v1/${within}/services`, service);
        await this.client.create(
          `/apis/apps/v1/${within}/deployments`,
          deployment,
        );
      }),
    );
  }

  async #model() {
    const manifests = await kubectl(this.#stack, BENCH_CLUSTER, [
      'kustomize',
      `${this.#stack.root}/examples/harbour/${MODEL}/overlays/prod`,
    ]);
    // A dynamic import: this module is loaded before the packages are installed.
    const { parseAllDocuments } = await import('yaml');
    const objects = parseAllDocuments(manifests).map(document =>
      document.toJS(),
    );
    const deployment: V1Deployment = objects.find(
      ({ kind }) => kind === 'Deployment',
    );
    const service: V1Service = objects.find(({ kind }) => kind === 'Service');
    return { name: MODEL, deployment, service };
  }
}
