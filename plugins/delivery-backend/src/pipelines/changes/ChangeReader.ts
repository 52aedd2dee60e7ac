import { getEntitySourceLocation } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type {
  Change,
  Changes,
  Clock,
  Delivery,
  Release,
} from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../../config/readDeliveryConfig';
import type {
  DeliveryReader,
  DeliveryView,
} from '../../services/delivery/DeliveryReader';
import { repositoryOfWorkloads } from '../../services/delivery/repositoryOfWorkloads';
import type { UserResolver } from '../UserResolver';
import type { JobPollers } from '../JobPollers';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { PipelineStore } from '../PipelineStore';
import { SharedCalls } from '../SharedCalls';
import { shownRun } from '../shownPipelines';
import type { HistoryReader } from '../../history/HistoryReader';
import type { CommitHistory } from '../scm/CommitHistory';
import { ChangeJoin } from './ChangeJoin';
import type { PipelineRun } from './ChangeJoin';
import { Lineage } from './Lineage';

/** Runs of a service that are joined. */
const RUNS = 300;
/** Releases of a service that are joined. */
const RELEASES = 200;
/** How old what Git said may be. */
const COMMITS_MS = 30_000;
/** A server that was never asked is waited for so long. */
const FIRST_READ_MS = 5_000;

/** What part of a service's changes is asked for. */
export interface ChangeSelection {
  /** A hash, its beginning, a version, or words of a message */
  search?: string;
  limit: number;
}

/** Joins what Git, CI servers and clusters say of a service. */
export class ChangeReader {
  readonly #options: Parameters<typeof ChangeReader.create>[0];
  readonly #shared: SharedCalls;

  static create(options: {
    providers: PipelineProviders;
    pollers: JobPollers;
    store: PipelineStore;
    userResolver: Pick<UserResolver, 'known'>;
    commits: Pick<CommitHistory, 'newest'>;
    reader: DeliveryReader;
    history: HistoryReader;
    environments: EnvironmentConfig[];
    clock: Clock;
  }): ChangeReader {
    return new ChangeReader(options);
  }

  private constructor(options: Parameters<typeof ChangeReader.create>[0]) {
    this.#options = options;
    this.#shared = SharedCalls.create(options.clock);
  }

  /** @param withRuns - whether the viewer may see the service's pipelines */
  async changes(
    entity: Entity,
    view: DeliveryView,
    withRuns: boolean,
    { search, limit }: ChangeSelection,
  ): Promise<Changes> {
    const { join, problems, refused } = await this.#join(
      entity,
      view,
      withRuns,
    );
    const changes =
      search === undefined ? join.latest(limit) : join.search(search, limit);
    return {
      entityRef: view.query.entityRef,
      changes: changes.map(change => this.#withAuthor(change)),
      gaps: join.gaps(),
      problems,
      refused,
    };
  }

  /** State of one commit in each environment. */
  async environmentsOf(
    entity: Entity,
    view: DeliveryView,
    commit: string,
  ): Promise<Change['environments']> {
    const { join } = await this.#join(entity, view, true);
    return join.change({ hash: commit }).environments;
  }

  async #join(
    entity: Entity,
    view: DeliveryView,
    withRuns: boolean,
  ): Promise<{ join: ChangeJoin; problems: string[]; refused: string[] }> {
    const { reader, history, environments } = this.#options;
    const delivery: Delivery = reader.read(view);
    const [runs, { releases, refused }, { lineage, problems }] =
      await Promise.all([
        withRuns ? this.#runs(entity) : [],
        history.releases(view, { limit: RELEASES }),
        this.#lineage(entity, delivery),
      ]);
    const join = ChangeJoin.of({
      environments: environments.filter(({ name }) =>
        view.environments.includes(name),
      ),
      lineage: lineage ?? lineageOf(runs, releases),
      runs,
      releases,
      delivery,
    });
    return { join, problems, refused };
  }

  async #runs(entity: Entity): Promise<PipelineRun[]> {
    const { providers, pollers, store, userResolver } = this.#options;
    const limit = AbortSignal.timeout(FIRST_READ_MS);
    const located = providers.locate(entity).jobs.map(each => pollers.of(each));
    await Promise.all(located.map(feed => feed.refresh(limit)));
    const pipelines = new Map(
      located.flatMap(feed => [...feed.state().pipelines]),
    );
    const stored = await store.runsOf([...pipelines.keys()], RUNS);
    return stored.flatMap(({ pipelineId, run }) => {
      const pipeline = pipelines.get(pipelineId);
      // What is followed now is newer than what was kept.
      const newest = pipeline?.runs.find(({ number }) => number === run.number);
      return pipeline
        ? {
            run: shownRun(pipelineId, newest ?? run, userResolver),
            pipeline: pipeline.listed.name,
            isDefault: pipeline.isDefault,
          }
        : [];
    });
  }

  async #lineage(
    entity: Entity,
    delivery: Delivery,
  ): Promise<{ lineage?: Lineage; problems: string[] }> {
    const repository = repositoryOf(entity, delivery);
    if (!repository) {
      return {
        problems: [
          'No repository is known, so the order of commits is taken from runs and releases: name it in the annotation backstage.io/source-location',
        ],
      };
    }
    try {
      const commits = await this.#shared.share(repository, COMMITS_MS, () =>
        this.#options.commits.newest(repository),
      );
      return { lineage: Lineage.of(commits), problems: [] };
    } catch (error) {
      const message = isError(error) ? error.message : String(error);
      return {
        problems: [
          `The order of commits is taken from runs and releases. ${message}`,
        ],
      };
    }
  }

  #withAuthor(change: Change): Change {
    const { commit } = change;
    if (!commit.author) return change;
    const author = this.#options.userResolver.known(commit.author);
    return { ...change, commit: { ...commit, author } };
  }
}

/** Without Git: what was built, then what was released, each in its order. */
function lineageOf(runs: PipelineRun[], releases: Release[]): Lineage {
  const ofRuns = Lineage.ofRuns(
    runs.filter(({ isDefault }) => isDefault).map(({ run }) => run),
  );
  if (ofRuns.commits().length) return ofRuns;
  const hashes = new Set(
    releases
      .filter(({ wentBack }) => !wentBack)
      .flatMap(({ commit }) => commit ?? []),
  );
  return Lineage.of([...hashes].map(hash => ({ hash })));
}

function repositoryOf(entity: Entity, delivery: Delivery): string | undefined {
  const told = sourceLocationOf(entity);
  return [told, repositoryOfWorkloads(delivery)].find(
    address =>
      address !== undefined &&
      /^https?:\/\//i.test(address) &&
      URL.canParse(address),
  );
}

function sourceLocationOf(entity: Entity): string | undefined {
  try {
    const { type, target } = getEntitySourceLocation(entity);
    return type === 'url' ? target : undefined;
  } catch {
    return undefined;
  }
}
