import type {
  V1ContainerStatus,
  V1Deployment,
  V1Pod,
} from '@kubernetes/client-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from './KubeClient.ts';
import type { Change } from './latencies.ts';
import { ID, benchNamespaces } from './services.ts';

/** What viewers of the whole fleet look at. */
export const FLEET = 'fleet';

/** What of a cluster changes. */
export interface ChangeOptions {
  /** Pods of a workload that go down one after the other and come back */
  podsEach?: number;
  /** Whether a pod is among those that change */
  isMeant?: (pod: V1Pod) => boolean;
}

const TICK_MS = 50;

interface List<T> {
  metadata: { resourceVersion: string };
  items: T[];
}

interface Workload {
  pods: V1Pod[];
  /** How many of them are down */
  down: number;
  isGoingDown: boolean;
}

interface Hearing {
  changes: Change[];
  /** It hears no more, before the signal aborts */
  onFailure(reason: Error): void;
  signal: AbortSignal;
}

/** Changes under way; ended by `stop`, after which what came late is still heard. */
export interface Running {
  changes: Change[];
  stop(): Promise<void>;
  /** Changes and hears no more */
  close(): void;
}

/**
 * Lets containers restart and become ready again, as a kubelet tells it, over
 * all workloads in turn, and hears from the API server when each of it was so.
 */
export class PodChanges {
  /** Of one pod as the API server sends it */
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

  /** Begins, at so many changes a second. */
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
      this.#hear('/api/v1/pods', podChange, hearing),
      this.#hear('/apis/apps/v1/deployments', deploymentChange, hearing),
    ]);
    const driven = Promise.race([
      this.#drive(perSecond, stopped.signal),
      deaf.promise,
    ]);
    // It is thrown to whoever stops it.
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

  async #hear<T extends V1Pod | V1Deployment>(
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
        // Where the API server no longer knows where that was, what happened
        // since is not measured, and `podChangesPerSecond` shows it.
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

/** What can be seen of a pod, as a number that only grows. */
export function podValue(restarts: number, isReady: boolean): number {
  return restarts * 2 + (isReady ? 1 : 0);
}
