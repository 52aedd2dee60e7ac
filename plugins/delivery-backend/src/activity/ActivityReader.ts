import type { Entity } from '@backstage/catalog-model';
import type {
  ActivityItem,
  ActivityKind,
  ActivityPage,
  TimelineEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { AuditReader } from '../actions';
import type { EnvironmentConfig } from '../config';
import {
  ACTIVITY_SOURCES,
  ServiceScope,
  decodeCursor,
  encodeCursor,
  followsCursor,
} from '../history';
import type { ActivitySource, ServicesHistory } from '../history';
import type { RunSearch } from '../pipelines';
import type { FleetView, Service, ServiceCatalog } from '../services';
import { activityItems } from './activityItems';
import type { SourceRow } from './activityItems';
import type { ReleaseAuthors } from './ReleaseAuthors';
import { matchesWords } from './matchesWords';

/** Selects changes of all services. */
export interface ActivitySelection {
  kind?: ActivityKind[];
  /** Words in the name or tags of a service, or the start of a commit or version */
  text?: string;
  /** Name of an environment */
  environment?: string;
  /** Entity refs of owners */
  owner?: string[];
  limit: number;
  cursor?: string;
}

const ALL_KINDS: ActivityKind[] = [
  'release',
  'scaling',
  'failure',
  'approval',
  'action',
];

/** Reads what changed in all services that a viewer may see. */
export class ActivityReader {
  readonly #options: Parameters<typeof ActivityReader.create>[0];

  static create(options: {
    services: Pick<ServiceCatalog, 'index'>;
    history: Pick<ServicesHistory, 'releases' | 'events'>;
    audit: Pick<AuditReader, 'actions'>;
    runs: Pick<RunSearch, 'withIds'>;
    authors: Pick<ReleaseAuthors, 'addTo'>;
    environments: EnvironmentConfig[];
  }): ActivityReader {
    return new ActivityReader(options);
  }

  private constructor(options: Parameters<typeof ActivityReader.create>[0]) {
    this.#options = options;
  }

  /**
   * One page of changes, newest first.
   *
   * @param view - services and environments that the viewer may see
   * @param readEntities - reads services as the viewer sees them
   * @throws InputError if the cursor is not valid
   */
  async page(
    view: FleetView,
    selection: ActivitySelection,
    readEntities: (entityRefs: string[]) => Promise<Entity[]>,
  ): Promise<ActivityPage> {
    const { limit } = selection;
    const services = this.#selected(view, selection);
    const sources = await Promise.all([
      this.#releases(view, selection, services),
      this.#events(view, selection, services),
      this.#actions(view, selection, services),
    ]);
    const rows = sources.flat().sort(compareRows);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await this.#items(view, page, readEntities),
      ...(last &&
        rows.length > limit && {
          nextCursor: encodeCursor([
            last.at,
            ACTIVITY_SOURCES.indexOf(last.source),
            last.id,
          ]),
        }),
    };
  }

  /** Services that match the owner, and those of them that match the text. */
  #selected(view: FleetView, { owner, text }: ActivitySelection) {
    const owned = this.#options.services
      .index()
      .all()
      .filter(
        ({ head: { entityRef, owners } }) =>
          (view.environments.has(entityRef) || view.runs.has(entityRef)) &&
          (!owner || owners.some(each => owner.includes(each))),
      );
    return { owned, named: owned.filter(each => matchesWords(each, text)) };
  }

  async #releases(
    view: FleetView,
    { kind = ALL_KINDS, environment, text, limit, cursor }: ActivitySelection,
    { owned, named }: { owned: Service[]; named: Service[] },
  ): Promise<SourceRow[]> {
    const withAll = kind.includes('release');
    if (!withAll && !kind.includes('failure')) return [];
    const search = text?.trim();
    const releases = await this.#options.history.releases({
      scope: this.#scope(view, owned, environment),
      limit: limit + 1,
      cursor: cursor === undefined ? undefined : decodeCursor(cursor),
      onlyFailed: !withAll,
      ...(search && {
        search: {
          services: this.#scope(view, named, environment),
          text: search,
        },
      }),
    });
    return releases.map(value => ({
      source: 'release',
      at: value.startedAt,
      id: value.id,
      value,
    }));
  }

  async #events(
    view: FleetView,
    { kind = ALL_KINDS, environment, limit, cursor }: ActivitySelection,
    { named }: { named: Service[] },
  ): Promise<SourceRow[]> {
    const types: TimelineEvent['type'][] = [
      ...(kind.includes('scaling') ? (['scaled'] as const) : []),
      ...(kind.includes('failure') ? (['restarted', 'evicted'] as const) : []),
    ];
    const events = await this.#options.history.events({
      scope: this.#scope(view, named, environment),
      types,
      limit: limit + 1,
      cursor: cursor === undefined ? undefined : decodeCursor(cursor),
    });
    return events.map(value => ({
      source: 'event',
      at: value.record.lastAt,
      id: value.record.id,
      value,
    }));
  }

  async #actions(
    view: FleetView,
    { kind = ALL_KINDS, environment, limit, cursor }: ActivitySelection,
    { named }: { named: Service[] },
  ): Promise<SourceRow[]> {
    const kinds = (['approval', 'action'] as const).filter(each =>
      kind.includes(each),
    );
    if (!kinds.length) return [];
    const actions = await this.#options.audit.actions({
      kinds,
      // An action on a run or on a whole service is in no environment.
      ofRuns:
        environment === undefined
          ? named
              .map(({ head }) => head.entityRef)
              .filter(entityRef => view.runs.has(entityRef))
          : [],
      inEnvironments: this.#readable(view, named, environment),
      isAfter: followsCursor(
        cursor === undefined ? undefined : decodeCursor(cursor),
        'action',
        'at',
      ),
      limit: limit + 1,
    });
    return actions.map(value => ({
      source: 'action',
      at: value.at,
      id: value.id,
      value,
    }));
  }

  /** Names of the environments that the viewer may read, limited to one if that is selected; by entity ref. */
  #readable(
    view: FleetView,
    services: Service[],
    environment: string | undefined,
  ): Map<string, string[]> {
    return new Map(
      services.map(({ head: { entityRef } }) => [
        entityRef,
        (view.environments.get(entityRef) ?? []).filter(
          name => environment === undefined || name === environment,
        ),
      ]),
    );
  }

  #scope(
    view: FleetView,
    services: Service[],
    environment: string | undefined,
  ): ServiceScope {
    const readable = this.#readable(view, services, environment);
    return ServiceScope.of(
      services.map(({ query }) => ({
        query,
        environments: readable.get(query.entityRef) ?? [],
      })),
      this.#options.environments,
    );
  }

  async #items(
    view: FleetView,
    rows: SourceRow[],
    readEntities: (entityRefs: string[]) => Promise<Entity[]>,
  ): Promise<ActivityItem[]> {
    const { authors, runs, services } = this.#options;
    const index = services.index();
    const [releases, storedRuns] = await Promise.all([
      authors.addTo(
        rows.flatMap(row => (row.source === 'release' ? row.value : [])),
        readEntities,
        entityRef => view.runs.has(entityRef),
      ),
      runs.withIds(rows.flatMap(row => runIdOf(row) ?? [])),
    ]);
    return activityItems(rows, {
      releases,
      runNames: new Map(storedRuns.map(({ id, run }) => [id, run.name])),
      titleOf: entityRef => index.get(entityRef)?.head.title ?? entityRef,
    });
  }
}

function runIdOf(row: SourceRow): string | undefined {
  if (row.source !== 'action') return undefined;
  const { action, runId } = row.value;
  return typeof action.runId === 'string' ? action.runId : runId;
}

/** Newest first; changes with the same time in the order of their sources. The database has ordered the ids. */
function compareRows(a: SourceRow, b: SourceRow): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  const index = ({ source }: { source: ActivitySource }) =>
    ACTIVITY_SOURCES.indexOf(source);
  return index(a) - index(b);
}
