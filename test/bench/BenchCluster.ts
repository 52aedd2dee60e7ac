import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Deployment, V1Service } from '@kubernetes/client-node';
import {
  buildBinaries,
  clusterAccess,
  clusterUp,
  kubectl,
  partDown,
} from '../cluster/index.ts';
import type { ClusterName } from '../cluster/index.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { waitFor } from '../dev/waitFor.ts';
import { Child } from './Child.ts';
import type { Traffic } from './countingProxy.ts';
import { KubeClient } from './KubeClient.ts';
import { benchNamespaces, nodeOf, objectsOf, placesOf } from './services.ts';
import type { Place } from './services.ts';

/** The cluster that measurements run on. */
export const BENCH_CLUSTER: ClusterName = 'staging';

/** The service whose manifests are taken; see examples. */
const MODEL = 'berth-planner';

const PODS_A_NODE = 200;
const POLL_MS = 1_000;
const PODS_TIMEOUT_MS = 1_800_000;

const DEPLOYMENTS = '/apis/apps/v1/deployments';

/** A real cluster with services, and a proxy that counts what a portal asks of it. */
export class BenchCluster {
  readonly client: KubeClient;
  /** Of the proxy, where a portal is to reach the API server */
  readonly url: string;
  readonly #stack: Stack;
  readonly #proxy: Child;
  readonly #services: number;

  /** Brings it up, with services that have no pods yet. */
  static async start(
    stack: Stack,
    options: { services: number; pods: number },
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<BenchCluster> {
    await buildBinaries(stack, { onProgress, signal });
    await clusterUp(stack, BENCH_CLUSTER, { onProgress, signal });
    // Nothing here is measured by them, and they would use what is.
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

  /** What the portal asked of the API server so far. */
  traffic(): Promise<Traffic> {
    return this.#proxy.ask({});
  }

  /** Gives the services so many pods, evenly, and resolves when all are ready. */
  scale(
    pods: number,
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    return this.scaleTo(placesOf(this.#services, pods), onProgress, signal);
  }

  /** Gives each place its pods, and resolves when all are ready. */
  async scaleTo(
    places: Place[],
    onProgress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const pods = places.reduce((sum, { replicas }) => sum + replicas, 0);
    await Promise.all(
      places.map(({ namespace, name, replicas }) =>
        this.client.patch(
          `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
          { spec: { replicas } },
        ),
      ),
    );
    const areReady = async () => {
      await sleep(POLL_MS);
      const { items } = await this.client.get<{ items: V1Deployment[] }>(
        DEPLOYMENTS,
      );
      const ready = items.reduce(
        (sum, { status }) => sum + (status?.readyReplicas ?? 0),
        0,
      );
      onProgress(ready, pods);
      return ready === pods;
    };
    await waitFor('all pods', areReady, { timeoutMs: PODS_TIMEOUT_MS, signal });
  }

  /** Ends the proxy; the cluster ends with its stack. */
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
      placesOf(this.#services, 0).map(async place => {
        const { deployment, service } = objectsOf(place, model);
        const within = `namespaces/${place.namespace}`;
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
    // Not imported above: this module is loaded before the packages are installed.
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
