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
import { DISCOVERED_AS } from './entityOf';
import { EmittedEntities } from './EmittedEntities';
import type { WorkloadProviderConfig } from './readConfig';
import { refusalOf } from './refusalOf';

/** What one answer of the clusters changes comes in one go. */
const SETTLE_MS = 1_000;
/** What the catalog has changes without our doing. */
const RECHECK_MS = 30_000;
/** How often the catalog is told the whole. */
const WHOLE_MS = 60 * 60_000;

/**
 * Gives the catalog entities of what runs and nobody has described.
 *
 * It gives them without a location key, so that whoever describes the same
 * entity in a file takes it over at once; it never takes one over itself.
 *
 * It gives the difference with each change, and the whole when it begins and now
 * and then, which rids the catalog of what it cannot show, such as an entity that no
 * processor takes. The whole is what is wanted and what stays all the same: what left a
 * moment ago, and what is in a cluster that was not read. That is given as this process
 * gave it before; while it has not, as after a restart, the whole waits.
 */
export class WorkloadEntityProvider implements EntityProvider {
  readonly #options: Parameters<typeof WorkloadEntityProvider.create>[0];
  readonly #reader: CatalogReader;
  readonly #given: EmittedEntities;
  /** By ref, since when its workloads are gone */
  readonly #goneSince = new Map<string, number>();
  /** By ref, why it was left out */
  #refused = new Map<string, string>();
  #connection: EntityProviderConnection | undefined;
  /** When the catalog was last given the whole */
  #wholeAt = -Infinity;
  #complaint: string | undefined;
  #changed = new AbortController();

  static create(
    options: WorkloadProviderConfig & {
      auth: AuthService;
      catalog: CatalogService;
      logger: LoggerService;
      clock: Clock;
      /** Undefined while nothing is known */
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
    this.#given = EmittedEntities.create(() => options.clock.now());
  }

  getProviderName(): string {
    return 'delivery';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.onChange();
  }

  /** To be called when the workloads changed. */
  onChange(): void {
    this.#changed.abort();
  }

  /** Keeps the catalog up to date until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, goneAfterMs } = this.#options;
    while (!signal.aborted) {
      const either = AbortSignal.any([signal, this.#changed.signal]);
      const rest = this.#goneSince.size
        ? Math.min(RECHECK_MS, goneAfterMs)
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
      this.#complaint = undefined;
    } catch (error) {
      const message = isError(error) ? error.message : String(error);
      if (this.#complaint === message) return;
      this.#complaint = message;
      this.#options.logger.warn(
        `Cannot bring the catalog up to date with what runs: ${message}`,
      );
    }
  }

  async #update(): Promise<void> {
    const known = this.#options.workloads();
    const connection = this.#connection;
    if (!known || !connection) return;
    const ours = await this.#reader.ours();
    this.#given.see(ours);
    const precedent = this.#precedent(ours);
    const wanted = await this.#accepted(
      describeEntities(known.workloads, this.#options.rules, precedent),
    );
    const refs = new Set([...wanted.keys(), ...this.#given.all().keys()]);
    const unseen = [...refs].filter(ref => !ours.has(ref));
    for (const ref of await this.#reader.taken(unseen)) {
      wanted.delete(ref);
      this.#given.forget(ref);
    }
    const given = this.#given.all();
    // What the catalog shows, and what it was given and does not show yet.
    const present = [...ours, ...given];
    // They would lose what is in a cluster of which nothing is known.
    const unknown = clustersIn(known, ['syncing', 'failed']);
    refsIn(present, unknown).forEach(ref => wanted.delete(ref));
    const unwanted = new Set(
      present.flatMap(([ref]) => (wanted.has(ref) ? [] : [ref])),
    );
    const unsynced = clustersIn(known, ['syncing', 'failed', 'stale']);
    const leaving = this.#leaving(unwanted, known.workloads, {
      ...{ hidden: refsIn(present, unsynced), precedent },
    });
    const staying = [...unwanted].filter(ref => !leaving.has(ref));
    const givenAgain = staying.flatMap(ref => given.get(ref) ?? []);
    const isWhole =
      this.#options.clock.now() - this.#wholeAt >= WHOLE_MS &&
      givenAgain.length === staying.length;
    const added = isWhole
      ? [...wanted.values(), ...givenAgain]
      : [...wanted.values()].filter(entity => this.#given.isDue(entity, ours));
    if (!isWhole && !added.length && !leaving.size) return;
    await connection.applyMutation(
      isWhole
        ? { type: 'full', entities: added.map(entity => ({ entity })) }
        : {
            type: 'delta',
            added: added.map(entity => ({ entity })),
            removed: [...leaving].map(entityRef => ({ entityRef })),
          },
    );
    if (isWhole) this.#wholeAt = this.#options.clock.now();
    added.forEach(entity => this.#given.note(entity, ours));
    leaving.forEach(ref => {
      this.#given.forget(ref);
      this.#goneSince.delete(ref);
    });
    this.#options.logger.info(
      isWhole
        ? `The catalog is given all ${added.length} entities of what runs`
        : `The catalog is given ${added.length} and loses ${leaving.size} entities of what runs`,
    );
  }

  #precedent(ours: Map<string, Entity>): ExistingEntities {
    const names = new Map(
      [...ours.values(), ...this.#given.all().values()].map(({ metadata }) => [
        metadata.annotations?.[DISCOVERED_AS],
        metadata.name,
      ]),
    );
    return {
      isOurs: ref => ours.has(ref) || this.#given.has(ref),
      nameOf: identity => names.get(identity),
    };
  }

  /** By ref, those that the catalog takes; why not the others is said once. */
  async #accepted(entities: Entity[]): Promise<Map<string, Entity>> {
    const accepted = new Map<string, Entity>();
    const refused = new Map<string, string>();
    for (const entity of entities) {
      const ref = stringifyEntityRef(entity);
      const reason = await refusalOf(entity);
      if (reason === undefined) {
        accepted.set(ref, entity);
        continue;
      }
      refused.set(ref, reason);
      if (this.#refused.get(ref) === reason) continue;
      this.#options.logger.warn(`Left out of the catalog: ${ref}: ${reason}`);
    }
    this.#refused = refused;
    return accepted;
  }

  /**
   * Those whose workloads somebody else describes, or have been gone for long,
   * but for those that are hidden.
   */
  #leaving(
    unwanted: Set<string>,
    workloads: DeployedWorkload[],
    { hidden, precedent }: { hidden: Set<string>; precedent: ExistingEntities },
  ): Set<string> {
    [...this.#goneSince.keys()]
      .filter(ref => !unwanted.has(ref))
      .forEach(ref => this.#goneSince.delete(ref));
    if (!unwanted.size) return new Set();
    const { rules, clock, goneAfterMs } = this.#options;
    // Refs of what there would be if nobody had described anything.
    const running = new Set(
      describeEntities(workloads, rules, {
        ...precedent,
        isOurs: () => true,
      }).map(entity => stringifyEntityRef(entity)),
    );
    const now = clock.now();
    const leaving = [...unwanted].filter(ref => {
      if (hidden.has(ref)) {
        this.#goneSince.delete(ref);
        return false;
      }
      if (running.has(ref)) return true;
      const since = this.#goneSince.get(ref) ?? now;
      this.#goneSince.set(ref, since);
      return now - since >= goneAfterMs;
    });
    return new Set(leaving);
  }
}

/** The clusters that are in one of these states. */
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

/** Refs of the entities that were found in one of the clusters. */
function refsIn(
  entities: [string, Entity][],
  clusters: Set<string>,
): Set<string> {
  const isIn = ({ metadata }: Entity) =>
    discoveredIn(metadata.annotations).some(place =>
      clusters.has(place.split('/')[0]),
    );
  return new Set(
    entities.flatMap(([ref, entity]) => (isIn(entity) ? [ref] : [])),
  );
}
