import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { parseLabelSelector } from '../delivery/labelSelector';
import { mergeReleases } from './mergeReleases';
import type { ReleaseEntry } from './recordedRelease';
import { decodeCursor, encodeCursor } from './releaseCursor';
import { entryOf, rowOf } from './releaseRow';
import type { ReleaseRow } from './releaseRow';
import type {
  ReleaseQuery,
  ReleaseStore,
  StoredReleasePage,
} from './ReleaseStore';

/** Releases of a workload that are compared with what is seen of it. */
const LATEST = 50;

/** Records releases in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseReleaseStore implements ReleaseStore {
  readonly #knex: Knex;

  /** Brings the tables up to date, unless the database service says not to. */
  static async create(
    database: DatabaseService,
  ): Promise<DatabaseReleaseStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@fairway/backstage-plugin-delivery-backend',
          'migrations',
        ),
      });
    }
    return new DatabaseReleaseStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async record(entries: ReleaseEntry[]): Promise<void> {
    if (!entries.length) return;
    // In one order, so that two replicas cannot wait for each other.
    const ordered = [...entries].sort((a, b) =>
      a.release.id < b.release.id ? -1 : 1,
    );
    await this.#knex.transaction(async tx => {
      for (const entry of ordered) await recordOne(tx, entry);
    });
  }

  async latest(workload: {
    cluster: string;
    uid: string;
  }): Promise<ReleaseEntry[]> {
    const rows = await this.#rows()
      .where({ cluster: workload.cluster, workload_uid: workload.uid })
      .orderBy('revision_number', 'desc')
      .limit(LATEST);
    return rows.map(entryOf);
  }

  async unfinished(cluster: string): Promise<ReleaseEntry[]> {
    const rows = await this.#rows().where({ cluster, state: 'in-progress' });
    return rows.map(entryOf);
  }

  async page(query: ReleaseQuery): Promise<StoredReleasePage> {
    const rows = await this.#rows()
      .where(await this.#ofService(query))
      .where(after(query.cursor))
      .where(ofWorkload(query.workload))
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'revision_number', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit + 1);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      releases: page.map(row => entryOf(row).release),
      ...(last &&
        rows.length > query.limit && {
          nextCursor: encodeCursor([
            last.started_at,
            last.revision_number,
            last.id,
          ]),
        }),
    };
  }

  async deleteBefore(time: string): Promise<number> {
    return this.#rows()
      .where('started_at', '<', time)
      .whereNot('state', 'in-progress')
      .delete();
  }

  #rows() {
    return this.#knex<ReleaseRow>('releases');
  }

  /** As `isFound` decides it for a workload that runs. */
  async #ofService(query: ReleaseQuery): Promise<Knex.QueryCallback> {
    const { entityRef, id, selector } = query.service;
    const place = inPlace(query);
    const labels =
      selector === undefined
        ? []
        : (await this.#rows().where(place).distinct('labels'))
            .map(row => row.labels)
            .filter(text => parseLabelSelector(selector)(JSON.parse(text)));
    return builder =>
      builder.where(place).where(claimed => {
        claimed.where('entity', entityRef);
        if (selector !== undefined) claimed.orWhereIn('labels', labels);
        else if (id !== undefined) claimed.orWhere('kubernetes_id', id);
      });
  }
}

async function recordOne(
  tx: Knex.Transaction,
  entry: ReleaseEntry,
): Promise<void> {
  const { id } = entry.release;
  // Another replica may be about to insert it too: then this waits for it.
  await tx<ReleaseRow>('releases')
    .insert(rowOf(entry))
    .onConflict('id')
    .ignore();
  const row = await tx<ReleaseRow>('releases')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) return;
  const merged = rowOf({
    release: mergeReleases(entryOf(row).release, entry.release),
    claims: entry.claims,
  });
  const known = new Map<string, unknown>(Object.entries(row));
  if (Object.entries(merged).some(([name, it]) => known.get(name) !== it)) {
    await tx<ReleaseRow>('releases').where({ id }).update(merged);
  }
}

function inPlace({ service, environments }: ReleaseQuery): Knex.QueryCallback {
  return builder => {
    if (service.cluster !== undefined)
      builder.where('cluster', service.cluster);
    if (service.namespace !== undefined) {
      builder.where('namespace', service.namespace);
    }
    builder.where(places => {
      // No environment is no place, not every place.
      places.whereRaw('1 = 0');
      for (const { cluster, namespaces } of environments) {
        for (const pattern of namespaces) {
          places.orWhere(one =>
            one
              .where('cluster', cluster)
              // Names of namespaces have neither % nor _.
              .where('namespace', 'like', pattern.replaceAll('*', '%')),
          );
        }
      }
    });
  };
}

function ofWorkload(workload: ReleaseQuery['workload']): Knex.QueryCallback {
  return builder => {
    if (workload) builder.where('workload_name', workload.name);
    if (workload?.kind) builder.where('workload_kind', workload.kind);
  };
}

function after(cursor: string | undefined): Knex.QueryCallback {
  if (cursor === undefined) return () => {};
  const [time, number, id] = decodeCursor(cursor);
  return builder =>
    builder
      .where('started_at', '<', time)
      .orWhere(same =>
        same.where('started_at', time).where('revision_number', '<', number),
      )
      .orWhere(same =>
        same
          .where({ started_at: time, revision_number: number })
          .where('id', '<', id),
      );
}
