import type {
  V1ContainerStatus,
  V1Deployment,
  V1Pod,
} from '@kubernetes/client-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from './KubeClient.ts';
import type { Change } from './latencies.ts';
import { ID, benchNamespaces } from './services.ts';

/** Topic of viewers of the fleet. */
export const FLEET = 'fleet';

/** The changing part of a cluster. */
export interface ChangeOptions {
  /** Pods of a workload that become unready one after another and recover */
  podsEach?: number;
  /** Whether a pod is part of the changes */
  isMeant?: (pod: V1Pod) => boolean;
}

const TICK_MS = 50;

interface List<T> {
  metadata: { resourceVersion: string };
  items: T[];
}

interface Workload {
  pods: V1Pod[];
  /** Number of unready pods */
  down: number;
  isGoingDown: boolean;
}

interface Hearing {
  changes: Change[];
  /** Called if its watch fails before the signal aborts */
  onFailure(reason: Error): void;
  signal: AbortSignal;
}

/** Running changes. `stop` ends them; late events are still received. */
export interface Running {
  changes: Change[];
  stop(): Promise<void>;
  /** Ends the changes and the watch */
  close(): void;
}

/**
 * Restarts containers and makes them ready again, like a kubelet, over all workloads
 * in turn, and receives the time of each change from the API server.
 */
export class PodChanges {
  /** Size of one pod in the API server's answer */
  readonly podBytes: number;
  readonly #client: KubeClient;
  readonly #workloads: Workload[];
  #turn = 0;

  static async create(
    client: KubeClient,
    { podsEach = 4, isMeant = () => true }: ChangeOptions = {},
  ): Promise<PodChanges> {
    const lists = await Promise.all(
      benchNamespaces.map(namespace =>
        client.get<List<V1Pod>>(`/api/v1/namespaces/${namespace}/pods`),
      ),
    );
    const byOwner = Map.groupBy(
      lists.flatMap(({ items }) => items).filter(isMeant),
      pod => pod.metadata?.ownerReferences?.[0].uid,
    );
    return new PodChanges(
      client,
      [...byOwner.values()].map(pods => ({
        pods: pods.slice(0, podsEach),
        down: 0,
        isGoingDown: true,
      })),
    );
  }

  private constructor(client: KubeClient, workloads: Workload[]) {
    this.#client = client;
    this.#workloads = workloads;
    this.podBytes = Buffer.byteLength(JSON.stringify(workloads[0].pods[0]));
  }

  /** Starts the changes, at a rate per second. */
  async start(perSecond: number): Promise<Running> {
    const stopped = new AbortController();
    const closed = new AbortController();
    const changes: Change[] = [];
    const deaf = Promise.withResolvers<never>();
    const hearing = {
      changes,
      onFailure: deaf.reject,
      signal: closed.signal,
    };
    await Promise.all([
      this.#follow('/api/v1/pods', podChange, hearing),
      this.#follow('/apis/apps/v1/deployments', deploymentChange, hearing),
    ]);
    const driven = Promise.race([
      this.#drive(perSecond, stopped.signal),
      deaf.promise,
    ]);
    // `stop` throws it.
    driven.catch(() => {});
    return {
      changes,
      stop: () => {
        stopped.abort();
        return driven;
      },
      close: () => {
        stopped.abort();
        closed.abort();
      },
    };
  }

  async #follow<T extends V1Pod | V1Deployment>(
    path: string,
    changeOf: (object: T) => Omit<Change, 'at'> | undefined,
    { changes, onFailure, signal }: Hearing,
  ): Promise<void> {
    const last = new Map<string, number>();
    const follow = async () => {
      const { metadata, items } = await this.#client.get<List<T>>(path);
      for (const change of items.flatMap(item => changeOf(item) ?? [])) {
        last.set(change.key, change.value);
      }
      await this.#client.watch<T>(
        path,
        metadata.resourceVersion,
        ({ object, at }) => {
          const change = changeOf(object);
          if (!change || last.get(change.key) === change.value) return;
          last.set(change.key, change.value);
          changes.push({ ...change, at });
        },
        // If the resource version has expired, the changes since then are not
        // measured; `podChangesPerSecond` shows it.
        () => {
          if (!signal.aborted) follow().catch(onFailure);
        },
        signal,
      );
    };
    await follow();
  }

  async #drive(perSecond: number, signal: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    const under: Promise<void>[] = [];
    for (let made = 0; !signal.aborted;) {
      const due = ((Date.now() - startedAt) / 1_000) * perSecond;
      for (; made < due; made += 1) under.push(this.#changeNext());
      await sleep(TICK_MS);
    }
    await Promise.all(under);
  }

  #changeNext(): Promise<void> {
    const workload = this.#workloads[this.#turn % this.#workloads.length];
    this.#turn += 1;
    const { pods, down, isGoingDown } = workload;
    const pod = pods[isGoingDown ? down : down - 1];
    workload.down += isGoingDown ? 1 : -1;
    if (workload.down === 0) workload.isGoingDown = true;
    if (workload.down === pods.length) workload.isGoingDown = false;
    return this.#change(pod, !isGoingDown);
  }

  async #change(pod: V1Pod, ready: boolean): Promise<void> {
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const [first, ...others] = pod.status?.containerStatuses ?? [];
    const status: V1ContainerStatus = ready
      ? { ...first, ready }
      : { ...first, ready, restartCount: first.restartCount + 1 };
    if (pod.status) pod.status.containerStatuses = [status, ...others];
    const condition = {
      status: ready ? 'True' : 'False',
      lastTransitionTime: now,
      ...(ready
        ? { reason: null, message: null }
        : {
            reason: 'ContainersNotReady',
            message: `containers with unready status: [${first.name}]`,
          }),
    };
    await this.#client.patch(
      `/api/v1/namespaces/${pod.metadata?.namespace}/pods/${pod.metadata?.name}/status`,
      {
        status: {
          conditions: [
            { type: 'Ready', ...condition },
            { type: 'ContainersReady', ...condition },
          ],
          containerStatuses: pod.status?.containerStatuses,
        },
      },
    );
  }
}

function podChange({ metadata, status }: V1Pod) {
  const topic = metadata?.labels?.[ID];
  if (!topic || !metadata?.uid) return undefined;
  const restarts = (status?.containerStatuses ?? []).reduce(
    (sum, { restartCount }) => sum + restartCount,
    0,
  );
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    topic,
    key: metadata.uid,
    value: podValue(restarts, ready?.status === 'True'),
  };
}

function deploymentChange({ metadata, status }: V1Deployment) {
  const name = metadata?.labels?.[ID];
  if (!name) return undefined;
  return {
    topic: FLEET,
    key: `${name} ${metadata?.namespace}`,
    value: status?.readyReplicas ?? 0,
  };
}

/** Visible state of a pod, as a number that only increases. */
export function podValue(restarts: number, isReady: boolean): number {
  return restarts * 2 + (isReady ? 1 : 0);
}
