import type { ClusterCaches, WorkloadRecord } from '../../../kubernetes';
import type { LabelSelector } from './reference';

/** A workload that runs. */
export type RunningWorkload = Pick<
  WorkloadRecord,
  'kind' | 'name' | 'labels' | 'entity' | 'podLabels'
>;

/** An object that selects pods. */
export interface PodSelector {
  /** Group and kind, such as `/Service` */
  kind: string;
  name: string;
  selector: LabelSelector;
}

/** An object that receives requests for hosts. */
interface Route {
  kind: string;
  namespace: string;
  name: string;
  hosts: string[];
}

/** What the portal has seen in a namespace. */
export interface NamespaceFacts {
  workloads: RunningWorkload[];
  selectors: PodSelector[];
  /** Names of its PersistentVolumeClaims; undefined while they cannot be read */
  claims: string[] | undefined;
  /** Routes of the whole cluster */
  routes: Route[];
}

/** What the portal has seen in clusters, by its read-only credential. */
export interface ClusterFacts {
  /** Undefined while the cluster cannot be read */
  in(cluster: string, namespace: string): NamespaceFacts | undefined;
}

const KINDS = {
  Ingress: 'networking.k8s.io/Ingress',
  HTTPRoute: 'gateway.networking.k8s.io/HTTPRoute',
};

/** Facts from the caches of the clusters. */
export function cachedFacts(
  caches: Pick<ClusterCaches, 'cache'>,
): ClusterFacts {
  return {
    in(cluster, namespace) {
      const cache = caches.cache(cluster);
      const isRead = (kind: 'Service' | 'PersistentVolumeClaim') =>
        cache.stores.related.sync(kind)?.state === 'synced';
      if (cache.sync().state !== 'synced' || !isRead('Service')) {
        return undefined;
      }
      return {
        workloads: cache.workloadsIn(namespace),
        selectors: [
          ...cache
            .objectsIn('Service', namespace)
            .flatMap(({ name, selector = {} }) =>
              Object.keys(selector).length
                ? [
                    {
                      kind: '/Service',
                      name,
                      selector: { matchLabels: selector, matchExpressions: [] },
                    },
                  ]
                : [],
            ),
          ...cache
            .objectsIn('PodDisruptionBudget', namespace)
            .flatMap(({ name, selector }) =>
              selector
                ? [{ kind: 'policy/PodDisruptionBudget', name, selector }]
                : [],
            ),
        ],
        claims: isRead('PersistentVolumeClaim')
          ? cache
              .objectsIn('PersistentVolumeClaim', namespace)
              .map(({ name }) => name)
          : undefined,
        routes: cache.allRoutes().map(route => ({
          kind: KINDS[route.kind],
          namespace: route.namespace,
          name: route.name,
          hosts: [...new Set(route.addresses.map(a => new URL(a).hostname))],
        })),
      };
    },
  };
}
