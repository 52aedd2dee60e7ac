import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type {
  AuthenticationStrategy,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';

/**
 * The clusters that the Kubernetes plugin is configured with, and the strategies
 * that authenticate to them.
 *
 * @public
 */
export interface KubernetesClustersSource {
  /** Supplies the configured clusters */
  clusterSupplier: KubernetesClustersSupplier;
  /** Authentication strategies by the name of the auth provider in a cluster's configuration */
  authStrategies: { [authProvider: string]: AuthenticationStrategy };
}

/**
 * Passes the clusters of the Kubernetes plugin to the delivery plugin, so that
 * nobody configures a cluster twice. A module of the Kubernetes plugin provides
 * them.
 *
 * @public
 */
export interface KubernetesClustersService {
  /**
   * Provides the clusters. The module calls it once.
   *
   * @throws ConflictError if a source has been provided already
   */
  provide(source: KubernetesClustersSource): void;
  /**
   * Returns the source, or undefined until a module has provided one. Plugins
   * start in any order, so call it at each use and not at start.
   */
  getSource(): KubernetesClustersSource | undefined;
  /** Resolves as soon as a module has provided a source, or when the signal aborts. */
  whenProvided(signal: AbortSignal): Promise<void>;
}

class SharedKubernetesClusters implements KubernetesClustersService {
  #source: KubernetesClustersSource | undefined;
  readonly #provided = new AbortController();

  provide(source: KubernetesClustersSource): void {
    if (this.#source) {
      throw new ConflictError(
        'Two modules provide the clusters of the Kubernetes plugin to the delivery plugin. Remove one of them from the backend.',
      );
    }
    this.#source = source;
    this.#provided.abort();
  }

  getSource(): KubernetesClustersSource | undefined {
    return this.#source;
  }

  async whenProvided(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([this.#provided.signal, signal]);
    if (either.aborted) return;
    await new Promise(resolve => either.addEventListener('abort', resolve));
  }
}

/**
 * Reference to the {@link KubernetesClustersService} of the backend. It has a
 * default factory, so nobody has to add it.
 *
 * @public
 */
export const kubernetesClustersServiceRef =
  createServiceRef<KubernetesClustersService>({
    id: 'delivery.kubernetes-clusters',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {},
        factory: () => new SharedKubernetesClusters(),
      }),
  });
