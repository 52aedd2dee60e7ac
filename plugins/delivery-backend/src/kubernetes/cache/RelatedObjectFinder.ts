import { kindAndName, kindInNamespace } from '../kinds/WatchedKind';
import type { ObjectRef } from '../kinds/WatchedKind';
import type { RelatedObjects, ServiceEndpoints, WorkloadTree } from '../model';
import type { WorkloadRecord } from '../projection/records';
import type {
  EndpointSliceRecord,
  RelatedRecord,
  RouteRecord,
  ServiceRecord,
} from '../projection/relatedRecords';
import type { RecordStore } from './RecordStore';
import type { WorkloadTrees } from './WorkloadTrees';

type Kind = RelatedRecord['kind'];
type OfKind<K extends Kind> = RelatedRecord & { kind: K };

/**
 * Relation between workloads and the objects that explain their state, in both
 * directions. The descriptors of the kinds say what belongs together.
 */
export class RelatedObjectFinder {
  readonly #store: RecordStore<RelatedRecord>;
  readonly #trees: WorkloadTrees;

  static create(options: {
    store: RecordStore<RelatedRecord>;
    trees: WorkloadTrees;
  }): RelatedObjectFinder {
    return new RelatedObjectFinder(options);
  }

  private constructor(
    options: Parameters<typeof RelatedObjectFinder.create>[0],
  ) {
    this.#store = options.store;
    this.#trees = options.trees;
  }

  /** Objects that explain the state of a workload. */
  objectsOf(tree: WorkloadTree): RelatedObjects {
    const { workload, revisions, pods } = tree;
    const claims = this.related('PersistentVolumeClaim', tree);
    const nodeNames = new Set(pods.flatMap(({ node }) => node ?? []));
    return {
      events: [
        ...[workload, ...revisions, ...pods].flatMap(({ uid }) =>
          this.#store.ofKind('Event', 'aboutUid', uid),
        ),
        ...claims.flatMap(claim =>
          this.#store.ofKind('Event', 'aboutClaim', kindAndName(claim)),
        ),
      ],
      services: this.#isRead('EndpointSlice')
        ? this.related('Service', tree).map(each => this.#withEndpoints(each))
        : [],
      claims,
      autoscalers: this.related('HorizontalPodAutoscaler', tree),
      budgets: this.related('PodDisruptionBudget', tree),
      quotas: this.related('ResourceQuota', tree),
      nodes: [...nodeNames].flatMap(name =>
        this.#store.ofKind('Node', 'nodeName', name),
      ),
    };
  }

  /** Objects of one kind in a namespace. */
  inNamespace<K extends Kind>(kind: K, namespace: string): OfKind<K>[] {
    const key = kindInNamespace({ kind, namespace });
    return this.#store.ofKind(kind, 'namespace', key);
  }

  /** Objects of one kind whose descriptor relates them to a workload. */
  related<K extends Kind>(
    kind: K,
    { workload, pods }: WorkloadTree,
  ): OfKind<K>[] {
    return this.inNamespace(kind, workload.namespace).filter(record =>
      this.#store.kindOf(record)?.relatesTo?.(record, workload, () => pods),
    );
  }

  /** Ingresses and HTTPRoutes that lead to the Services of a workload. */
  routesOf(tree: WorkloadTree): RouteRecord[] {
    const names = new Set(this.related('Service', tree).map(s => s.name));
    return (['Ingress', 'HTTPRoute'] as const)
      .flatMap(kind => this.inNamespace(kind, tree.workload.namespace))
      .filter(route => route.services.some(name => names.has(name)));
  }

  /** Workloads whose state an object explains. */
  workloadsOf(record: RelatedRecord): WorkloadRecord[] {
    const kind = this.#store.kindOf(record);
    if (kind?.describes) {
      return kind.describes(record).flatMap(ref => this.#workloadsOfRef(ref));
    }
    return this.#trees
      .in(record.namespace)
      .filter(workload =>
        kind?.relatesTo?.(
          record,
          workload,
          () => this.#trees.tree(workload).pods,
        ),
      );
  }

  #workloadsOfRef(ref: ObjectRef): WorkloadRecord[] {
    const root =
      ref.uid === undefined ? undefined : this.#trees.rootOfUid(ref.uid);
    return root
      ? [root]
      : this.#store
          .by('name', kindAndName(ref))
          .flatMap(record => this.workloadsOf(record));
  }

  #withEndpoints(service: ServiceRecord): ServiceEndpoints {
    const { namespace, name } = service;
    const slices = this.#store.ofKind(
      'EndpointSlice',
      'service',
      `${namespace}/${name}`,
    );
    return { service, ...countEndpoints(slices) };
  }

  #isRead(kind: Kind): boolean {
    const state = this.#store.sync(kind)?.state;
    return state === 'synced' || state === 'stale';
  }
}

/**
 * Numbers of endpoints: a pod with addresses of both IP families is one. Where an
 * endpoint does not name its pod, the family with the most endpoints counts.
 */
function countEndpoints(slices: EndpointSliceRecord[]): {
  ready: number;
  notReady: number;
  draining: number;
} {
  const families = [...new Set(slices.map(slice => slice.addressType))];
  const counts = families.map(family => {
    const own = slices.filter(slice => slice.addressType === family);
    const ready = new Set(own.flatMap(slice => slice.ready));
    const all = new Set([...ready, ...own.flatMap(slice => slice.notReady)]);
    const draining = new Set(own.flatMap(slice => slice.draining));
    return {
      ready: ready.size,
      notReady: all.size - ready.size,
      draining: draining.size,
    };
  });
  const most = (key: keyof ReturnType<typeof countEndpoints>) =>
    Math.max(0, ...counts.map(count => count[key]));
  return {
    ready: most('ready'),
    notReady: most('notReady'),
    draining: most('draining'),
  };
}
