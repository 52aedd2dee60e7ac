import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  entityEnvelopeSchemaValidator,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  FOUND_LOCATION,
  foundIn,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkloads } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from './Clock';
import { describeEntities } from './describeEntities';
import type { WorkloadProviderConfig } from './readConfig';

/** What one answer of the clusters changes comes in one go. */
const SETTLE_MS = 1_000;
/** What the catalog has changes without our doing. */
const RECHECK_MS = 30_000;
/** How often it is told the whole, where the whole is known. */
const WHOLE_MS = 60 * 60_000;
/** How long the catalog may take to have what it was given. */
const PATIENCE_MS = 120_000;
const PAGE = 500;
const IDENTITY = ['kind', 'metadata.namespace', 'metadata.name'];

/**
 * Gives the catalog entities of what runs and nobody has described.
 *
 * It gives them without a location key, so that whoever describes the same
 * entity in a file takes it over at once; it never takes one over itself.
 *
 * It gives the whole when it begins and now and then, which rids the catalog of
 * what it cannot show, such as an entity that no processor takes. But it does so only
 * when all clusters were read and nothing is about to leave; until then it gives
 * differences, so that a cluster that was not read takes nothing away.
 */
export class WorkloadEntityProvider implements EntityProvider {
  readonly #options: Parameters<typeof WorkloadEntityProvider.create>[0];
  /** By ref, what the catalog was given, and when */
  readonly #given = new Map<string, { text: string; at: number }>();
  /** By ref, since when its workloads are gone */
  readonly #goneSince = new Map<string, number>();
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
    const ours = await this.#readOurs();
    const isOurs = (ref: string) => ours.has(ref) || this.#given.has(ref);
    const { rules } = this.#options;
    const wanted = new Map(
      describeEntities(known.workloads, rules, isOurs)
        .filter(entity => this.#isValid(entity))
        .map(entity => [stringifyEntityRef(entity), entity]),
    );
    const taken = await this.#readTaken(
      [...wanted.keys()].filter(ref => !ours.has(ref)),
    );
    taken.forEach(ref => this.#given.delete(ref));
    const free = [...wanted]
      .filter(([ref]) => !taken.has(ref))
      .map(([ref, entity]) => ({ ref, entity, text: JSON.stringify(entity) }));
    const removed = this.#superfluous(ours, wanted, known);
    const at = this.#options.clock.now();
    const isWhole =
      at - this.#wholeAt >= WHOLE_MS && this.#isWhole(known, removed);
    const added = isWhole
      ? free
      : free.filter(({ ref, text }) => this.#isDue(ref, text, ours));
    if (!isWhole && !added.length && !removed.length) return;
    const entities = added.map(({ entity }) => ({ entity }));
    await connection.applyMutation(
      isWhole
        ? { type: 'full', entities }
        : {
            type: 'delta',
            added: entities,
            removed: removed.map(entityRef => ({ entityRef })),
          },
    );
    if (isWhole) {
      this.#wholeAt = at;
      this.#given.clear();
    }
    added.forEach(({ ref, text }) => this.#given.set(ref, { text, at }));
    removed.forEach(ref => {
      this.#given.delete(ref);
      this.#goneSince.delete(ref);
    });
    this.#options.logger.info(
      isWhole
        ? `The catalog is given all ${added.length} entities of what runs`
        : `The catalog is given ${added.length} and loses ${removed.length} entities of what runs`,
    );
  }

  /** Whether all clusters were read, and nothing stays that they do not have. */
  #isWhole({ clusters }: DeployedWorkloads, removed: string[]): boolean {
    const leaving = new Set(removed);
    return (
      clusters.every(({ sync }) => sync.state === 'synced') &&
      [...this.#goneSince.keys()].every(ref => leaving.has(ref))
    );
  }

  /** Whether the catalog is to be given an entity: a new or changed one, or one that it lost. */
  #isDue(ref: string, text: string, ours: Map<string, Entity>): boolean {
    const given = this.#given.get(ref);
    if (given?.text !== text) return true;
    return !ours.has(ref) && this.#options.clock.now() - given.at > PATIENCE_MS;
  }

  /**
   * Those whose workloads somebody else describes, or have been gone for long,
   * in clusters that say so.
   */
  #superfluous(
    ours: Map<string, Entity>,
    wanted: Map<string, Entity>,
    { clusters, workloads }: DeployedWorkloads,
  ): string[] {
    const unwanted = [...ours].filter(([ref]) => !wanted.has(ref));
    [...this.#goneSince.keys()]
      .filter(ref => wanted.has(ref) || !ours.has(ref))
      .forEach(ref => this.#goneSince.delete(ref));
    if (!unwanted.length) return [];
    // Refs of what there would be if nobody had described anything.
    const running = new Set(
      describeEntities(workloads, this.#options.rules, () => true).map(entity =>
        stringifyEntityRef(entity),
      ),
    );
    const now = this.#options.clock.now();
    const unread = new Set(
      clusters.flatMap(({ name, sync }) =>
        sync.state === 'synced' ? [] : [name],
      ),
    );
    return unwanted.flatMap(([ref, { metadata }]) => {
      const isHidden = foundIn(metadata.annotations).some(place =>
        unread.has(place.split('/')[0]),
      );
      if (isHidden) {
        this.#goneSince.delete(ref);
        return [];
      }
      if (running.has(ref)) return [ref];
      const since = this.#goneSince.get(ref) ?? now;
      this.#goneSince.set(ref, since);
      return now - since >= this.#options.goneAfterMs ? [ref] : [];
    });
  }

  /** What the catalog has of what it was given; not what somebody else describes by now. */
  async #readOurs(): Promise<Map<string, Entity>> {
    const { auth, catalog } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const fields = [...IDENTITY, 'metadata.annotations'];
    const ours = new Map<string, Entity>();
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor === undefined
          ? {
              filter: {
                [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]:
                  FOUND_LOCATION,
              },
              fields,
              limit: PAGE,
            }
          : { cursor, fields, limit: PAGE },
        { credentials },
      );
      page.items.forEach(entity =>
        ours.set(stringifyEntityRef(entity), entity),
      );
      cursor = page.pageInfo.nextCursor;
    } while (cursor !== undefined);
    return ours;
  }

  /** Those of the refs that somebody else describes. */
  async #readTaken(entityRefs: string[]): Promise<Set<string>> {
    if (!entityRefs.length) return new Set();
    const { auth, catalog } = this.#options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: [...IDENTITY, 'metadata.annotations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return new Set(
      items.flatMap(entity => {
        const origin =
          entity?.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
        return entity && origin !== FOUND_LOCATION
          ? [stringifyEntityRef(entity)]
          : [];
      }),
    );
  }

  #isValid(entity: Entity): boolean {
    try {
      entityEnvelopeSchemaValidator()(entity);
      return true;
    } catch (error) {
      this.#options.logger.warn(
        `Left out of the catalog: ${stringifyEntityRef(entity)}: ${error}`,
      );
      return false;
    }
  }
}
