import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type {
  CommitMatch,
  CommitSearch,
  Release,
} from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../config';
import { ServiceScope, isHashStart } from '../history';
import type { ServicesHistory } from '../history';
import type { OwnershipResolver } from '../ownership';
import type {
  ChangeReader,
  FoundStoredRun,
  RunSearch,
  UserResolver,
} from '../pipelines';
import type { FleetView, Service, ServiceCatalog } from '../services';
import { commitMatch, recordedCommits } from './commitMatches';
import type { RecordedCommit, ServiceRun } from './commitMatches';
import { ServiceRuns } from './ServiceRuns';

/** Maximum number of releases and of runs that are matched. */
const MAX_RELEASES = 200;
const MAX_RUNS = 200;
/** Maximum number of services whose runs are matched. */
const MAX_SERVICES = 50;
/** Number of matches whose state in each environment is determined. */
const MAX_STATES = 5;

/** Selects commits. */
export interface CommitSelection {
  /** Start of a hash or version, or words of a message */
  search: string;
  limit: number;
}

/** Finds recorded commits and versions in all services that a viewer may see. */
export class CommitSearcher {
  readonly #options: Parameters<typeof CommitSearcher.create>[0];

  static create(options: {
    services: Pick<ServiceCatalog, 'index'>;
    history: Pick<ServicesHistory, 'releasesOf'>;
    runs: Pick<RunSearch, 'pipelinesWith' | 'withCommit' | 'ofCommits'>;
    ownership: Pick<OwnershipResolver, 'viewableJobs'>;
    userResolver: Pick<UserResolver, 'resolve'>;
    changes: Pick<ChangeReader, 'environmentsOf'>;
    environments: EnvironmentConfig[];
  }): CommitSearcher {
    return new CommitSearcher(options);
  }

  private constructor(options: Parameters<typeof CommitSearcher.create>[0]) {
    this.#options = options;
  }

  /**
   * Commits whose hash or version starts with a text, or whose message contains its
   * words; newest first.
   *
   * @param view - services and environments that the viewer may see
   * @param readEntities - reads services as the viewer sees them
   */
  async search(
    view: FleetView,
    { search, limit }: CommitSelection,
    readEntities: (entityRefs: string[]) => Promise<Entity[]>,
  ): Promise<CommitSearch> {
    const { history, services, environments } = this.#options;
    const index = services.index();
    const all = index.all();
    const text = search.toLowerCase();
    const scope = ServiceScope.of(
      all.map(({ query }) => ({
        query,
        environments: view.environments.get(query.entityRef) ?? [],
      })),
      environments,
    );
    const [releases, pipelines] = await Promise.all([
      history.releasesOf(text, { scope, limit: MAX_RELEASES }),
      this.#pipelines(
        text,
        all.filter(({ query }) => view.runs.has(query.entityRef)),
      ),
    ]);
    const shown = pipelines.services.slice(0, MAX_SERVICES);
    const refs = new Set([
      ...releases.map(({ entityRef }) => entityRef),
      ...shown.map(({ query }) => query.entityRef),
    ]);
    const entities = refs.size ? await readEntities([...refs]) : [];
    const runs = await this.#runs(view, text, entities, {
      releases,
      pipelineIds: pipelines.ids,
    });
    const recorded = recordedCommits(releases, runs);
    const matches = await Promise.all(
      recorded
        .slice(0, limit)
        .map((each, position) =>
          this.#match(
            each,
            index.get(each.entityRef),
            entities,
            view,
            position < MAX_STATES,
          ),
        ),
    );
    return {
      matches,
      isTruncated:
        recorded.length > limit ||
        releases.length === MAX_RELEASES ||
        runs.length >= MAX_RUNS ||
        shown.length < pipelines.services.length,
    };
  }

  /** Pipelines with a matching commit, and the services that name their jobs. */
  async #pipelines(
    text: string,
    services: Service[],
  ): Promise<{ ids: string[]; services: Service[] }> {
    const found = await this.#options.runs.pipelinesWith(commitText(text));
    const ids = new Set<string>();
    const naming = services.filter(({ jobs }) => {
      const named = found.filter(pipeline =>
        jobs.some(
          ({ provider, server, job }) =>
            provider === pipeline.provider &&
            server === pipeline.server &&
            (pipeline.fullName === job ||
              pipeline.fullName.startsWith(`${job}/`)),
        ),
      );
      named.forEach(({ id }) => ids.add(id));
      return named.length > 0;
    });
    return { ids: [...ids], services: naming };
  }

  /** Runs of matching commits, and those of the commits of matching releases. */
  async #runs(
    view: FleetView,
    text: string,
    entities: Entity[],
    { releases, pipelineIds }: { releases: Release[]; pipelineIds: string[] },
  ): Promise<ServiceRun[]> {
    const { runs, ownership } = this.#options;
    const readable = entities.filter(each =>
      view.runs.has(stringifyEntityRef(each)),
    );
    const [serviceRuns, matching, ofReleases] = await Promise.all([
      ServiceRuns.of(readable, ownership),
      runs.withCommit(commitText(text), pipelineIds, MAX_RUNS),
      runs.ofCommits(releases.flatMap(({ commit }) => commit ?? [])),
    ]);
    const found = new Map<string, FoundStoredRun>(
      [...matching, ...ofReleases].map(each => [each.id, each]),
    );
    const hashesOf = new Set(releases.map(hashKey));
    const isMatching = new Set(matching.map(({ id }) => id));
    return readable
      .map(each => stringifyEntityRef(each))
      .flatMap(entityRef =>
        [...found.values()]
          .filter(run => serviceRuns.has(entityRef, run))
          .filter(
            ({ id, run }) =>
              isMatching.has(id) ||
              hashesOf.has(hashKey({ entityRef, commit: run.commit?.hash })),
          )
          .map(run => ({ entityRef, found: run })),
      )
      .sort((a, b) => (a.found.run.startedAt < b.found.run.startedAt ? 1 : -1));
  }

  async #match(
    recorded: RecordedCommit,
    service: Service | undefined,
    entities: Entity[],
    view: FleetView,
    withStates: boolean,
  ): Promise<CommitMatch> {
    const { userResolver, changes } = this.#options;
    const { entityRef } = recorded;
    const match = commitMatch(recorded, service?.head.title ?? entityRef);
    const { commit } = match;
    if (!commit) return match;
    const resolved: CommitMatch = {
      ...match,
      commit: {
        ...commit,
        ...(commit.author && { author: userResolver.resolve(commit.author) }),
      },
    };
    const entity = entities.find(
      each => stringifyEntityRef(each) === entityRef,
    );
    if (!withStates || !service || !entity) return resolved;
    const environments = await changes.environmentsOf(
      entity,
      {
        query: service.query,
        environments: view.environments.get(entityRef) ?? [],
      },
      commit.hash,
      view.runs.has(entityRef),
    );
    return { ...resolved, environments };
  }
}

function commitText(text: string) {
  return {
    ...(isHashStart(text) && { hashStart: text }),
    words: text.split(/\s+/).filter(Boolean),
  };
}

function hashKey({
  entityRef,
  commit,
}: {
  entityRef: string;
  commit?: string;
}): string {
  return `${entityRef} ${commit}`;
}
