import type { EngineObject } from '@fairway/backstage-plugin-delivery-node';
import type { UnavailableKind } from './ContextCache';
import { RecordIndex } from './RecordIndex';
import type { ReflectorSync, ReflectorTarget } from './Reflector';

/**
 * What one cluster's API server said last of the objects that rollout engines
 * read besides their workloads.
 */
export class EngineCache {
  readonly #accepts: (namespace: string) => boolean;
  readonly #onChange: (namespace: string) => void;
  readonly #onAll: () => void;
  readonly #objects = new Map<string, EngineObject>();
  readonly #byNamespace = new RecordIndex<EngineObject>(o => o.namespace);
  readonly #syncs = new Map<string, ReflectorSync>();
  readonly #workloadSyncs = new Map<string, ReflectorSync>();

  static create(options: {
    /** Whether a namespace belongs to an environment */
    accepts: (namespace: string) => boolean;
    /** An object of a namespace moved */
    onChange: (namespace: string) => void;
    /** Anything may be different */
    onAll: () => void;
  }): EngineCache {
    return new EngineCache(options);
  }

  private constructor(options: Parameters<typeof EngineCache.create>[0]) {
    this.#accepts = options.accepts;
    this.#onChange = options.onChange;
    this.#onAll = options.onAll;
  }

  /** Where the reflector of a kind writes. */
  target(kind: string, resource: string): ReflectorTarget<EngineObject> {
    return {
      replace: objects => {
        const kept = new Set(objects.map(o => o.uid));
        for (const object of [...this.#objects.values()]) {
          if (object.kind === kind && !kept.has(object.uid)) {
            this.#delete(object.uid);
          }
        }
        objects.forEach(object => this.#put(object));
        this.#onAll();
      },
      upsert: object => {
        this.#put(object);
        this.#onChange(object.namespace);
      },
      remove: uid => {
        const object = this.#objects.get(uid);
        this.#delete(uid);
        if (object) this.#onChange(object.namespace);
      },
      setSync: sync => {
        this.#syncs.set(resource, sync);
        this.#onAll();
      },
    };
  }

  /** For the workloads of engines, which the cluster's cache holds. */
  setWorkloadSync(resource: string, sync: ReflectorSync): void {
    this.#workloadSyncs.set(resource, sync);
    this.#onAll();
  }

  in(namespace: string): EngineObject[] {
    return this.#byNamespace.get(namespace);
  }

  /** How fresh each kind of workload is. */
  workloadSyncs(): Iterable<ReflectorSync> {
    return this.#workloadSyncs.values();
  }

  /** The kinds that cannot be read now, and why. */
  unread(): UnavailableKind[] {
    return [...this.#workloadSyncs, ...this.#syncs].flatMap(
      ([resource, { state, message = '' }]) =>
        state === 'failed' || state === 'stale' ? [{ resource, message }] : [],
    );
  }

  #put(object: EngineObject): void {
    this.#delete(object.uid);
    if (!this.#accepts(object.namespace)) return;
    this.#objects.set(object.uid, object);
    this.#byNamespace.add(object);
  }

  #delete(uid: string): void {
    const object = this.#objects.get(uid);
    if (!object) return;
    this.#objects.delete(uid);
    this.#byNamespace.remove(object);
  }
}
