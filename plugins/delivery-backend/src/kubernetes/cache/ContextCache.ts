import { contextKinds } from '../projection/contextKinds';
import type {
  ContextRecord,
  EventRecord,
  RouteRecord,
} from '../projection/contextRecords';
import type { PodRecord } from '../projection/records';
import { RecordIndex } from './RecordIndex';
import type { ReflectorSync, ReflectorTarget } from './Reflector';
import { isRelated } from './relatedObjects';
import type { ChosenRecord, RelatedObjects } from './relatedObjects';
import type { WorkloadTree } from './ClusterCache';

type Kind = ContextRecord['kind'];
type Of<K extends Kind> = ContextRecord & { kind: K };

/** A kind that could not be read, and why. */
export interface UnavailableKind {
  /** Plural, as permissions name it */
  resource: string;
  message: string;
}

/**
 * What one cluster's API server said last of what isRelated workloads. Each
 * kind is optional: one that cannot be read is named, and what rests on it is
 * not known.
 */
export class ContextCache {
  readonly #accepts: (namespace: string) => boolean;
  readonly #onChange: (records: ContextRecord[]) => void;
  readonly #onAll: () => void;
  readonly #records = new Map<string, ContextRecord>();
  readonly #byNamespace = new RecordIndex<ContextRecord>(placeOf);
  readonly #events = new RecordIndex<EventRecord>(event => event.about.uid);
  readonly #claimEvents = new RecordIndex<EventRecord>(
    ({ about, namespace }) =>
      about.kind === 'PersistentVolumeClaim'
        ? `${namespace}/${about.name}`
        : undefined,
  );
  readonly #slices = new RecordIndex<Of<'EndpointSlice'>>(
    ({ namespace, service }) => `${namespace}/${service}`,
  );
  readonly #nodes = new RecordIndex<Of<'Node'>>(node => node.name);
  readonly #syncs = new Map<Kind, ReflectorSync>();

  static create(options: {
    /** Whether a namespace belongs to an environment */
    accepts: (namespace: string) => boolean;
    /** One record moved; given as it was and as it is */
    onChange: (records: ContextRecord[]) => void;
    /** Anything may be different */
    onAll: () => void;
  }): ContextCache {
    return new ContextCache(options);
  }

  private constructor(options: Parameters<typeof ContextCache.create>[0]) {
    this.#accepts = options.accepts;
    this.#onChange = options.onChange;
    this.#onAll = options.onAll;
  }

  /** Where the reflector of a kind writes. */
  target(kind: Kind): ReflectorTarget<ContextRecord> {
    return {
      replace: records => {
        const kept = new Set(records.map(r => r.uid));
        for (const record of [...this.#records.values()]) {
          if (record.kind === kind && !kept.has(record.uid))
            this.#delete(record);
        }
        records.forEach(record => this.#put(record));
        this.#onAll();
      },
      upsert: record => {
        const before = this.#records.get(record.uid);
        // Much moves in these objects that we do not keep: heartbeats, metrics.
        if (JSON.stringify(before) === JSON.stringify(record)) return;
        this.#put(record);
        this.#onChange(before ? [before, record] : [record]);
      },
      remove: uid => {
        const before = this.#records.get(uid);
        if (!before) return;
        this.#delete(before);
        this.#onChange([before]);
      },
      setSync: sync => {
        this.#syncs.set(kind, sync);
        this.#onAll();
      },
    };
  }

  /** Events about an object, by its uid. */
  eventsAbout(uid: string): EventRecord[] {
    return this.#events.get(uid);
  }

  /** The claim of a name; none where it is not known. */
  claims(namespace: string, name: string): Of<'PersistentVolumeClaim'>[] {
    return this.#of('PersistentVolumeClaim', namespace).filter(
      claim => claim.name === name,
    );
  }

  /** The Service of a name; none where it is not known. */
  services(namespace: string, name: string): Of<'Service'>[] {
    return this.#of('Service', namespace).filter(
      service => service.name === name,
    );
  }

  /** What holds a namespace to an amount. */
  quotas(namespace: string): Of<'ResourceQuota'>[] {
    return this.#of('ResourceQuota', namespace);
  }

  /** The ways into a workload from outside. */
  routes(tree: WorkloadTree): RouteRecord[] {
    const names = new Set(this.#chosen('Service', tree).map(s => s.name));
    return (['Ingress', 'HTTPRoute'] as const)
      .flatMap(kind => this.#of(kind, tree.workload.namespace))
      .filter(route => route.services.some(name => names.has(name)));
  }

  /** How fresh what {@link routes} gives is, as far as it was tried. */
  routeSyncs(): ReflectorSync[] {
    return (['Service', 'Ingress', 'HTTPRoute'] as const).flatMap(
      kind => this.#syncs.get(kind) ?? [],
    );
  }

  /** What isRelated a workload. */
  relatedObjects(tree: WorkloadTree): RelatedObjects {
    const { workload, revisions, pods } = tree;
    const { namespace } = workload;
    const chosen = <K extends ChosenRecord['kind']>(kind: K) =>
      this.#chosen(kind, tree);
    const claims = chosen('PersistentVolumeClaim');
    return {
      events: [
        ...[workload, ...revisions, ...pods].flatMap(({ uid }) =>
          this.#events.get(uid),
        ),
        ...claims.flatMap(claim =>
          this.#claimEvents.get(`${namespace}/${claim.name}`),
        ),
      ],
      services: this.#isRead('EndpointSlice')
        ? chosen('Service').map(service => ({
            service,
            ...this.#endpoints(service),
          }))
        : [],
      claims,
      autoscalers: chosen('HorizontalPodAutoscaler'),
      budgets: chosen('PodDisruptionBudget'),
      quotas: chosen('ResourceQuota'),
      nodes: nodesOf(pods).flatMap(name => this.#nodes.get(name)),
    };
  }

  /** The kinds that cannot be read now, and why. */
  unread(): UnavailableKind[] {
    return contextKinds.flatMap(({ kind, resource, isOptional }) => {
      const sync = isOptional ? undefined : this.#syncs.get(kind);
      return sync?.state === 'failed' || sync?.state === 'stale'
        ? [{ resource, message: sync.message ?? '' }]
        : [];
    });
  }

  /** The number of records, by kind. */
  counts(): Map<Kind, number> {
    const counts = new Map<Kind, number>();
    for (const { kind } of this.#records.values()) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  #isRead(kind: Kind): boolean {
    const state = this.#syncs.get(kind)?.state;
    return state === 'synced' || state === 'stale';
  }

  #of<K extends Kind>(kind: K, namespace: string): Of<K>[] {
    const isOfKind = (record: ContextRecord): record is Of<K> =>
      record.kind === kind;
    return this.#byNamespace.get(`${kind}/${namespace}`).filter(isOfKind);
  }

  #chosen<K extends ChosenRecord['kind']>(
    kind: K,
    { workload, pods }: WorkloadTree,
  ): Of<K>[] {
    return this.#of(kind, workload.namespace).filter(record =>
      isRelated(record, workload, () => pods),
    );
  }

  #endpoints({ namespace, name }: Of<'Service'>) {
    const slices = this.#slices.get(`${namespace}/${name}`);
    return {
      ready: slices.reduce((sum, slice) => sum + slice.ready, 0),
      notReady: slices.reduce((sum, slice) => sum + slice.notReady, 0),
    };
  }

  #put(record: ContextRecord): void {
    const before = this.#records.get(record.uid);
    if (before) this.#delete(before);
    if (record.kind !== 'Node' && !this.#accepts(record.namespace)) return;
    this.#records.set(record.uid, record);
    this.#index(record, 'add');
  }

  #delete(record: ContextRecord): void {
    this.#records.delete(record.uid);
    this.#index(record, 'remove');
  }

  #index(record: ContextRecord, how: 'add' | 'remove'): void {
    switch (record.kind) {
      case 'Event':
        this.#events[how](record);
        this.#claimEvents[how](record);
        break;
      case 'EndpointSlice':
        this.#slices[how](record);
        break;
      case 'Node':
        this.#nodes[how](record);
        break;
      default:
        this.#byNamespace[how](record);
    }
  }
}

function placeOf({ kind, namespace }: ContextRecord): string {
  return `${kind}/${namespace}`;
}

function nodesOf(pods: PodRecord[]): string[] {
  return [...new Set(pods.flatMap(pod => pod.node ?? []))];
}
