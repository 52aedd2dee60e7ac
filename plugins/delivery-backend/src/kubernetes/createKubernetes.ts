import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type {
  KubernetesClustersService,
  RolloutEngine,
} from '@fairway/backstage-plugin-delivery-node';
import type { ClusterAccess, ClusterWriter } from './access/ClusterAccess';
import { DirectClusterAccess } from './access/DirectClusterAccess';
import { ClusterCaches } from './cache/ClusterCaches';
import type { ClusterObserver, WatchedCluster } from './cache/ClusterCaches';
import { UsagePoller } from './cache/UsagePoller';

/** Dependencies of {@link createKubernetes}. */
export interface KubernetesOptions {
  /** Clusters and read credentials of the Kubernetes plugin */
  kubernetesClusters: KubernetesClustersService;
  auth: AuthService;
  /** Clusters to watch */
  clusters: WatchedCluster[];
  /** Rollout engines that modules have added */
  engines: RolloutEngine[];
  /** Tokens to change clusters with, by cluster; a cluster without one is read-only */
  actTokens: Map<string, string>;
  observer: ClusterObserver;
  clock: Clock;
  /** Source of jitter, from 0 to 1 */
  random: () => number;
  logger: LoggerService;
}

/** Access to the clusters, and what is known of them. */
export interface Kubernetes {
  /** Reads clusters, with the credentials of the Kubernetes plugin */
  access: ClusterAccess;
  /** Changes clusters, with the tokens of this plugin; only for actions */
  writer: ClusterWriter;
  clusters: ClusterCaches;
  usage: UsagePoller;
  /** Stops the watches, and closes all connections to clusters. */
  stop(): Promise<void>;
}

/** Creates the access to clusters and their caches. `clusters.start()` starts the watches. */
export function createKubernetes(options: KubernetesOptions): Kubernetes {
  const { kubernetesClusters, auth, actTokens, clock } = options;
  const access = DirectClusterAccess.create({
    clusters: kubernetesClusters,
    auth,
  });
  // Its own connections: those of the watches have another credential.
  const writer = DirectClusterAccess.create({
    clusters: kubernetesClusters,
    auth,
    actTokens,
  });
  const clusters = ClusterCaches.create({
    access,
    clusters: options.clusters,
    engines: options.engines,
    observer: options.observer,
    clock,
    random: options.random,
    logger: options.logger,
  });
  return {
    access,
    writer,
    clusters,
    usage: UsagePoller.create({ access, clock }),
    stop: async () => {
      await clusters.stop();
      await Promise.all([access.close(), writer.close()]);
    },
  };
}
