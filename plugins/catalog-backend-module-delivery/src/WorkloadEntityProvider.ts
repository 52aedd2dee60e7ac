import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { discoveredIn } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  DeployedWorkload,
  DeployedWorkloads,
  SyncState,
} from '@fairway/backstage-plugin-delivery-common';
import { CatalogReader } from './CatalogReader';
import { describeEntities } from './describeEntities';
import type { ExistingEntities } from './describeEntities';
import { DISCOVERED_AS } from './discoveredEntity';
import { EmittedEntities } from './EmittedEntities';
import type { WorkloadProviderConfig } from './readConfig';
import { validationError } from './validationError';

/** Delay that combines changes of one response of the clusters. */
const SETTLE_MS = 1_000;
/** Interval at which the catalog is read, because other sources change it. */
const RECHECK_MS = 30_000;
/** Interval of full updates. */
const FULL_UPDATE_MS = 60 * 60_000;

/**
 * Provides catalog entities for running workloads that have no catalog file.
 *
 * It emits them without a location key. So a catalog file with the same entity takes it
 * over at once, and the provider never takes over an entity itself.
 *
 * Each change is a delta update. At start and at intervals, a full update removes
 * entities that the catalog cannot show, such as those that no processor accepts. A full
 * update contains the desired entities and those that have to stay: entities whose
 * workloads disappeared recently, and entities in clusters that cannot be read. The
 * latter are emitted as this process emitted them before. If it has not emitted them
 * yet, as after a restart, the full update is postponed.
 */
export class WorkloadEntityProvider implements EntityProvider {
  readonly #options: Parameters<typeof WorkloadEntityProvider.create>[0];
  readonly #reader: CatalogReader;
  readonly #emitted: EmittedEntities;
  /** Time in milliseconds since when an entity has no workloads, by ref */
  readonly #orphanedSince = new Map<string, number>();
  /** Validation errors of entities that are left out, by ref */
  #invalid = new Map<string, string>();
  #connection: EntityProviderConnection | undefined;
  /** Time of the last full update, in milliseconds */
  #fullUpdateAt = -Infinity;
  #lastWarning: string | undefined;
  #changed = new AbortController();

  static create(
    options: WorkloadProviderConfig & {
      auth: AuthService;
      catalog: CatalogService;
      logger: LoggerService;
      clock: Clock;
      /** Returns the workloads; undefined while they are unknown */
      workloads(): DeployedWorkloads | undefined;
    },
  ): WorkloadEntityProvider {
    return new WorkloadEntityProvider(options);
  }

  private constructor(
    options: Parameters<typeof WorkloadEntityProvider.create>[0],
  ) {
    this.#options = options;
    this.#reader = CatalogReader.create(options);
    this.#emitted = EmittedEntities.create(() => options.clock.now());
  }

  getProviderName(): string {
    return 'delivery';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.onChange();
  }

  /** Has to be called when the workloads change. */
  onChange(): void {
    this.#changed.abort();
  }

  /** Keeps the catalog up to date until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, removeAfterMs } = this.#options;
    while (!signal.aborted) {
      const either = AbortSignal.any([signal, this.#changed.signal]);
      const rest = this.#orphanedSince.size
        ? Math.min(RECHECK_MS, removeAfterMs)
        : RECHECK_MS;
      await clock.delay(rest, either);
      await clock.delay(SETTLE_MS, signal);
      if (signal.aborted) return;
      this.#changed = new AbortController();
      await this.#tryUpdate();
    }
  }

  async #tryUpdate(): Promise<void> {
    try {
      await this.#update();
      this.#lastWarning = undefined;
    } catch (error) {
      const message = isError(error) ? error.message : String(error);
      if (this.#lastWarning === message) return;
      this.#lastWarning = message;
      this.#options.logger.warn(
        `Cannot update the catalog with discovered workloads: ${message}`,
      );
    }
  }

  async #update(): Promise<void> {
    const known = this.#options.workloads();
    const connection = this.#connection;
    if (!known || !connection) return;
    const inCatalog = await this.#reader.readOwn();
    this.#emitted.reconcile(inCatalog);
    const existing = this.#existing(inCatalog);
    const desired = await this.#valid(
      describeEntities(known.workloads, this.#options.rules, existing),
    );
    const refs = new Set([...desired.keys(), ...this.#emitted.all().keys()]);
    const missing = [...refs].filter(ref => !inCatalog.has(ref));
    for (const ref of await this.#reader.findForeign(missing)) {
      desired.delete(ref);
      this.#emitted.forget(ref);
    }
    const emitted = this.#emitted.all();
    // Entities in the catalog, and emitted ones that do not appear there yet.
    const present = [...inCatalog, ...emitted];
    // Unchanged while one of their clusters is unknown: its workloads would be missing.
    const unknown = clustersIn(known, ['syncing', 'failed']);
    refsIn(present, unknown).forEach(ref => desired.delete(ref));
    const undesired = new Set(
      present.flatMap(([ref]) => (desired.has(ref) ? [] : [ref])),
    );
    const unsynced = clustersIn(known, ['syncing', 'failed', 'stale']);
    const removed = this.#removable(undesired, known.workloads, {
      unsynced: refsIn(present, unsynced),
      existing,
    });
    const kept = [...undesired].filter(ref => !removed.has(ref));
    const keptEntities = kept.flatMap(ref => emitted.get(ref) ?? []);
    const isFull =
      this.#options.clock.now() - this.#fullUpdateAt >= FULL_UPDATE_MS &&
      keptEntities.length === kept.length;
    const added = isFull
      ? [...desired.values(), ...keptEntities]
      : [...desired.values()].filter(entity =>
          this.#emitted.isDue(entity, inCatalog),
        );
    if (!isFull && !added.length && !removed.size) return;
    await connection.applyMutation(
      isFull
        ? { type: 'full', entities: added.map(entity => ({ entity })) }
        : {
            type: 'delta',
            added: added.map(entity => ({ entity })),
            removed: [...removed].map(entityRef => ({ entityRef })),
          },
    );
    if (isFull) this.#fullUpdateAt = this.#options.clock.now();
    added.forEach(entity => this.#emitted.record(entity, inCatalog));
    removed.forEach(ref => {
      this.#emitted.forget(ref);
      this.#orphanedSince.delete(ref);
    });
    this.#options.logger.info(
      isFull
        ? `Updated all ${added.length} discovered entities in the catalog`
        : `Discovered entities in the catalog: ${added.length} added or changed, ${removed.size} removed`,
    );
  }

  #existing(inCatalog: Map<string, Entity>): ExistingEntities {
    const names = new Map(
      [...inCatalog.values(), ...this.#emitted.all().values()].map(
        ({ metadata }) => [
          metadata.annotations?.[DISCOVERED_AS],
          metadata.name,
        ],
      ),
    );
    return {
      isOwn: ref => inCatalog.has(ref) || this.#emitted.has(ref),
      nameOf: identity => names.get(identity),
    };
  }

  /** Returns the valid entities by ref, and logs each error of the others once. */
  async #valid(entities: Entity[]): Promise<Map<string, Entity>> {
    const valid = new Map<string, Entity>();
    const invalid = new Map<string, string>();
    for (const entity of entities) {
      const ref = stringifyEntityRef(entity);
      const error = await validationError(entity);
      if (error === undefined) {
        valid.set(ref, entity);
        continue;
      }
      invalid.set(ref, error);
      if (this.#invalid.get(ref) === error) continue;
      this.#options.logger.warn(
        `Cannot add ${ref} to the catalog, because it is invalid: ${error}`,
      );
    }
    this.#invalid = invalid;
    return valid;
  }

  /**
   * Returns the refs that have to be removed: another source describes their workloads,
   * or they have had no workloads for `removeAfterMs`. Entities in unsynced clusters are
   * never removed.
   */
  #removable(
    undesired: Set<string>,
    workloads: DeployedWorkload[],
    {
      unsynced,
      existing,
    }: { unsynced: Set<string>; existing: ExistingEntities },
  ): Set<string> {
    [...this.#orphanedSince.keys()]
      .filter(ref => !undesired.has(ref))
      .forEach(ref => this.#orphanedSince.delete(ref));
    if (!undesired.size) return new Set();
    const { rules, clock, removeAfterMs } = this.#options;
    // Refs of the entities that would exist if no other source described anything.
    const running = new Set(
      describeEntities(workloads, rules, {
        ...existing,
        isOwn: () => true,
      }).map(entity => stringifyEntityRef(entity)),
    );
    const now = clock.now();
    const removable = [...undesired].filter(ref => {
      if (unsynced.has(ref)) {
        this.#orphanedSince.delete(ref);
        return false;
      }
      if (running.has(ref)) return true;
      const since = this.#orphanedSince.get(ref) ?? now;
      this.#orphanedSince.set(ref, since);
      return now - since >= removeAfterMs;
    });
    return new Set(removable);
  }
}

/** Returns the names of the clusters in one of the states. */
function clustersIn(
  { clusters }: DeployedWorkloads,
  states: SyncState[],
): Set<string> {
  return new Set(
    clusters.flatMap(({ name, sync }) =>
      states.includes(sync.state) ? [name] : [],
    ),
  );
}

/** Returns the refs of the entities that were discovered in one of the clusters. */
function refsIn(
  entities: [string, Entity][],
  clusters: Set<string>,
): Set<string> {
  const isIn = ({ metadata }: Entity) =>
    discoveredIn(metadata.annotations).some(namespace =>
      clusters.has(namespace.split('/')[0]),
    );
  return new Set(
    entities.flatMap(([ref, entity]) => (isIn(entity) ? [ref] : [])),
  );
}
