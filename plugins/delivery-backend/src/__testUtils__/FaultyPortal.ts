import type { BackendFeature } from '@backstage/backend-plugin-api';
import { fleetCells } from '@fairway/backstage-plugin-delivery-common';
import type { Environment } from '@fairway/backstage-plugin-delivery-common';
import { FaultyProxy } from './FaultyProxy';
import { OpenHandles } from './OpenHandles';
import type { RealCluster } from './realCluster';
import { TestPortal } from './TestPortal';
import type { FollowedStream } from './TestPortal';
import { waitFor } from './waitFor';

/** A portal with faults between it and a real API server, and with a viewer. */
export class FaultyPortal {
  readonly #options: Parameters<typeof FaultyPortal.start>[0];
  readonly #leftOpen: OpenHandles;
  readonly proxy: FaultyProxy;
  readonly portal: TestPortal;
  /** State of a page that was opened before the fault */
  readonly page: FollowedStream;

  static async start(options: {
    cluster: RealCluster;
    namespace: string;
    id: string;
    features?: BackendFeature[];
    /** Is called before the portal starts */
    prepare?: (proxy: FaultyProxy) => void;
  }): Promise<FaultyPortal> {
    const leftOpen = OpenHandles.watch();
    const { cluster } = options;
    const proxy = await FaultyProxy.start({
      url: cluster.url,
      options: cluster.tls,
    });
    options.prepare?.(proxy);
    const portal = await TestPortal.start({
      ...options,
      clusterUrl: proxy.url,
    });
    return new FaultyPortal(
      options,
      leftOpen,
      proxy,
      portal,
      await portal.follow(),
    );
  }

  private constructor(
    options: Parameters<typeof FaultyPortal.start>[0],
    leftOpen: OpenHandles,
    proxy: FaultyProxy,
    portal: TestPortal,
    page: FollowedStream,
  ) {
    this.#options = options;
    this.#leftOpen = leftOpen;
    this.proxy = proxy;
    this.portal = portal;
    this.page = page;
  }

  /** Environment as the open page shows it. */
  shown(): Environment | undefined {
    return this.page.delivery?.environments[0];
  }

  /** Waits until the open page has this sync state. */
  async untilPageIs(state: Environment['sync']['state']): Promise<Environment> {
    return waitFor(
      `the page to be ${state}`,
      () => {
        const shown = this.shown();
        return shown?.sync.state === state && shown;
      },
      () => JSON.stringify(this.shown()?.sync),
    );
  }

  /**
   * Waits until the open page, a page that is opened now and the fleet all show the
   * state of the API server, and report that they are synced.
   */
  async untilPageIsTrue(
    cluster: RealCluster = this.#options.cluster,
  ): Promise<Environment> {
    let [said, shown, fresh] = ['', '', ''];
    return waitFor(
      'the page to say what the API server says',
      async () => {
        said = JSON.stringify(await this.#apiErrorMessage(cluster));
        const delivery = await this.portal.service();
        const [dev] = delivery.environments;
        const { rows, environments } = await this.portal.fleet();
        [shown, fresh] = [
          JSON.stringify(inShort(dev)),
          JSON.stringify(delivery),
        ];
        return (
          shown === said &&
          dev.sync.state === 'synced' &&
          JSON.stringify(this.page.delivery) === fresh &&
          JSON.stringify(environments[0].sync) === JSON.stringify(dev.sync) &&
          // As it is sent: without undefined fields.
          JSON.stringify(rows[0]?.cells.dev) ===
            JSON.stringify(fleetCells(delivery).dev) &&
          dev
        );
      },
      () =>
        [`said ${said}`, `shown ${shown}`, `fresh ${fresh}`]
          .concat(`open ${JSON.stringify(this.page.delivery)}`)
          .join('\n'),
    );
  }

  /** Waits until each kind was listed once and is watched once. */
  async untilAllIsWatched(): Promise<void> {
    const requested = (part: string) =>
      this.proxy.requests.filter(url => url.includes(part)).length;
    await waitFor(
      'a watch after each list',
      () =>
        requested('watch=true') ===
        requested('limit=') - requested('continue='),
    );
  }

  /** Stops the portal, and waits until it has no open timer and socket. */
  async stop(): Promise<void> {
    await this.portal.stop();
    await waitFor(
      'every connection to the API server to be closed',
      async () => (await this.proxy.connections()) === 0,
    );
    await this.proxy.stop();
    await waitFor(
      'timers and sockets to be gone',
      () => this.#leftOpen.all().length === 0,
      () => this.#leftOpen.all().join('\n'),
    );
    this.#leftOpen.stop();
  }

  /** State of the service, read from the API server directly. */
  async #apiErrorMessage({
    apps,
    core,
  }: RealCluster): Promise<WorkloadInShort[]> {
    const { namespace, id } = this.#options;
    const [deployments, pods] = await Promise.all([
      apps.listNamespacedDeployment({
        namespace,
        labelSelector: `backstage.io/kubernetes-id=${id}`,
      }),
      core.listNamespacedPod({ namespace }),
    ]);
    return deployments.items
      .map(({ metadata, spec, status }) => ({
        uid: metadata?.uid,
        name: metadata?.name,
        images: spec?.template.spec?.containers.map(c => c.image),
        replicas: {
          desired: spec?.replicas ?? 0,
          updated: status?.updatedReplicas ?? 0,
          ready: status?.readyReplicas ?? 0,
          available: status?.availableReplicas ?? 0,
        },
        pods: pods.items
          .filter(pod => pod.metadata?.labels?.app === metadata?.name)
          .map(pod => `${pod.metadata?.name} on ${pod.spec?.nodeName}`)
          .sort(),
      }))
      .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  }
}

/** Fields in which a page and the API server are compared. */
interface WorkloadInShort {
  uid?: string;
  name?: string;
  images?: (string | undefined)[];
  replicas: {
    desired: number;
    updated: number;
    ready: number;
    available: number;
  };
  pods: string[];
}

function inShort({ workloads }: Environment): WorkloadInShort[] {
  return workloads.map(({ uid, name, target, serving, replicas, pods }) => ({
    uid,
    name,
    images: (target ?? serving.at(0))?.images,
    replicas: {
      desired: replicas.desired,
      updated: replicas.updated,
      ready: replicas.ready,
      available: replicas.available,
    },
    pods: pods.map(pod => `${pod.name} on ${pod.node}`).sort(),
  }));
}
