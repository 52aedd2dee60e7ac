import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { foundIn } from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkloads } from '@fairway/backstage-plugin-delivery-common';
import { isDeepStrictEqual } from 'node:util';
import { CatalogReader } from './CatalogReader';
import type { Clock } from './Clock';
import { describeEntities } from './describeEntities';
import type { Precedent } from './describeEntities';
import { FOUND_AS } from './entityOf';
import type { WorkloadProviderConfig } from './readConfig';
import { refusalOf } from './refusalOf';

/** What one answer of the clusters changes comes in one go. */
const SETTLE_MS = 1_000;
/** What the catalog has changes without our doing. */
const RECHECK_MS = 30_000;
/** How often the catalog is told the whole. */
const WHOLE_MS = 60 * 60_000;
/** How long the catalog may take to show what it was given; each time longer. */
const PATIENCE_MS = 120_000;
const LONGEST_PATIENCE_MS = 60 * 60_000;

/** What the catalog was given. */
interface Given {
  entity: Entity;
  at: number;
  /** Whether the catalog has shown it */
  isSeen: boolean;
  /** How long it may take to, until it is given again */
  patienceMs: number;
}

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
  /** By ref */
  readonly #given = new Map<string, Given>();
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
    this.#see(ours);
    const precedent = this.#precedent(ours);
    const wanted = await this.#accepted(
      describeEntities(known.workloads, this.#options.rules, precedent),
    );
    const refs = new Set([...wanted.keys(), ...this.#given.keys()]);
    const unseen = [...refs].filter(ref => !ours.has(ref));
    for (const ref of await this.#reader.taken(unseen)) {
      wanted.delete(ref);
      this.#given.delete(ref);
    }
    const unwanted = this.#unwanted(ours, wanted);
    const leaving = this.#leaving(unwanted, known, precedent);
    const staying = [...unwanted.keys()].filter(ref => !leaving.has(ref));
    const kept = staying.flatMap(ref => {
      const entity = this.#given.get(ref)?.entity;
      return entity ? [entity] : [];
    });
    const isWhole =
      this.#options.clock.now() - this.#wholeAt >= WHOLE_MS &&
      kept.length === staying.length;
    const added = isWhole
      ? [...wanted.values(), ...kept]
      : [...wanted.values()].filter(entity => this.#isDue(entity, ours));
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
    added.forEach(entity => this.#note(entity, ours));
    leaving.forEach(ref => {
      this.#given.delete(ref);
      this.#goneSince.delete(ref);
    });
    this.#options.logger.info(
      isWhole
        ? `The catalog is given all ${added.length} entities of what runs`
        : `The catalog is given ${added.length} and loses ${leaving.size} entities of what runs`,
    );
  }

  /** What it showed and no longer does has been taken over or removed: it is not ours any more. */
  #see(ours: Map<string, Entity>): void {
    for (const [ref, given] of this.#given) {
      if (ours.has(ref)) given.isSeen = true;
      else if (given.isSeen) this.#given.delete(ref);
    }
  }

  #precedent(ours: Map<string, Entity>): Precedent {
    const names = new Map(
      [
        ...ours.values(),
        ...[...this.#given.values()].map(({ entity }) => entity),
      ].map(({ metadata }) => [
        metadata.annotations?.[FOUND_AS],
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

  /** Whether the catalog is to be given an entity: a new or changed one, or one that does not appear. */
  #isDue(entity: Entity, ours: Map<string, Entity>): boolean {
    const ref = stringifyEntityRef(entity);
    const given = this.#given.get(ref);
    if (!given || !isDeepStrictEqual(given.entity, entity)) return true;
    const waited = this.#options.clock.now() - given.at;
    return !ours.has(ref) && waited > given.patienceMs;
  }

  #note(entity: Entity, ours: Map<string, Entity>): void {
    const ref = stringifyEntityRef(entity);
    const before = this.#given.get(ref);
    this.#given.set(ref, {
      entity,
      at: this.#options.clock.now(),
      isSeen: ours.has(ref),
      patienceMs:
        before && !before.isSeen
          ? Math.min(2 * before.patienceMs, LONGEST_PATIENCE_MS)
          : PATIENCE_MS,
    });
  }

  /** By ref, what the catalog shows or was given for nothing. */
  #unwanted(
    ours: Map<string, Entity>,
    wanted: Map<string, Entity>,
  ): Map<string, Entity> {
    const given = [...this.#given].map(
      ([ref, { entity }]) => [ref, entity] as const,
    );
    return new Map([...ours, ...given].filter(([ref]) => !wanted.has(ref)));
  }

  /**
   * Those whose workloads somebody else describes, or have been gone for long,
   * in clusters that say so.
   */
  #leaving(
    unwanted: Map<string, Entity>,
    { clusters, workloads }: DeployedWorkloads,
    precedent: Precedent,
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
    const unread = new Set(
      clusters.flatMap(({ name, sync }) =>
        sync.state === 'synced' ? [] : [name],
      ),
    );
    const leaving = [...unwanted].filter(([ref, { metadata }]) => {
      const isHidden = foundIn(metadata.annotations).some(place =>
        unread.has(place.split('/')[0]),
      );
      if (isHidden) {
        this.#goneSince.delete(ref);
        return false;
      }
      if (running.has(ref)) return true;
      const since = this.#goneSince.get(ref) ?? now;
      this.#goneSince.set(ref, since);
      return now - since >= goneAfterMs;
    });
    return new Set(leaving.map(([ref]) => ref));
  }
}
