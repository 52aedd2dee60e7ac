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
 * What the Kubernetes plugin is configured with: its clusters, and how to get
 * a credential for each.
 * @public
 */
export interface KubernetesClustersSource {
  /** Gives the configured clusters */
  clusterSupplier: KubernetesClustersSupplier;
  /** By the name of the auth provider that a cluster is configured with */
  authStrategies: { [authProvider: string]: AuthenticationStrategy };
}

/**
 * Where a module of the Kubernetes plugin leaves what that plugin is
 * configured with, and the delivery plugin finds it: nobody configures a
 * cluster twice.
 * @public
 */
export interface KubernetesClustersService {
  /**
   * Called once, by the module.
   *
   * @throws ConflictError when a source has been provided already
   */
  provide(source: KubernetesClustersSource): void;
  /**
   * The source, or undefined until a module has provided one. Plugins start in
   * any order: ask at each use, not at start.
   */
  getSource(): KubernetesClustersSource | undefined;
  /** Resolves once a module has provided a source, or when the signal aborts. */
  whenProvided(signal: AbortSignal): Promise<void>;
}

class SharedKubernetesClusters implements KubernetesClustersService {
  #source: KubernetesClustersSource | undefined;
  readonly #provided = new AbortController();

  provide(source: KubernetesClustersSource): void {
    if (this.#source) {
      throw new ConflictError(
        'The clusters of the Kubernetes plugin have been handed over twice; add one module that does so to the backend, not two',
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
 * One {@link KubernetesClustersService} for the whole backend, there without
 * being added.
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
