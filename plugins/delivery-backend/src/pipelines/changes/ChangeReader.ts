import {
  ANNOTATION_SOURCE_LOCATION,
  getEntitySourceLocation,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  pipelineProblem,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  Change,
  Changes,
  Clock,
  Delivery,
  Release,
  ReleasePage,
} from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../../config';
import type { DeliveryReader, DeliveryView } from '../../services';
import { repositoryOfWorkloads } from '../../services';
import type { UserResolver } from '../UserResolver';
import type { JobPollers } from '../JobPollers';
import type { OwnershipResolver } from '../../ownership';
import type { PipelineStore } from '../PipelineStore';
import { SharedCalls } from '../SharedCalls';
import { shownRun } from '../shownPipelines';
import type { CommitHistory } from '../scm/CommitHistory';
import { ChangeJoin } from './ChangeJoin';
import type { PipelineRun } from './ChangeJoin';
import { Lineage } from './Lineage';

/** Maximum number of runs that are joined. */
const MAX_RUNS = 300;
/** Maximum number of releases that are joined. */
const MAX_RELEASES = 200;
/** How long commits from Git are reused. */
const COMMITS_MAX_AGE_MS = 30_000;
/** Time limit for the first read of a CI server. */
const FIRST_READ_LIMIT_MS = 5_000;

/** Selects some of a service's changes. */
export interface ChangeSelection {
  /** Start of a hash or version, or part of a commit message */
  search?: string;
  limit: number;
}

/** Source of a service's recorded releases. */
export interface ReleaseHistory {
  /** The newest releases in the environments that the viewer may read. */
  releases(
    view: DeliveryView,
    selection: { limit: number },
  ): Promise<ReleasePage>;
}

/** Joins the commits, runs and releases of a service. */
export class ChangeReader {
  readonly #options: Parameters<typeof ChangeReader.create>[0];
  readonly #shared: SharedCalls;

  static create(options: {
    ownership: Pick<OwnershipResolver, 'viewableJobs'>;
    pollers: JobPollers;
    store: PipelineStore;
    userResolver: Pick<UserResolver, 'resolve'>;
    commits: Pick<CommitHistory, 'newest'>;
    reader: DeliveryReader;
    history: ReleaseHistory;
    environments: EnvironmentConfig[];
    clock: Clock;
    /** Ends the waits when it aborts */
    signal: AbortSignal;
  }): ChangeReader {
    return new ChangeReader(options);
  }

  private constructor(options: Parameters<typeof ChangeReader.create>[0]) {
    this.#options = options;
    this.#shared = SharedCalls.create(options);
  }

  /** @param withRuns - whether the viewer may read the service's pipelines */
  async changes(
    entity: Entity,
    view: DeliveryView,
    withRuns: boolean,
    { search, limit }: ChangeSelection,
  ): Promise<Changes> {
    const { join, problems, forbiddenEnvironments } = await this.#join(
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
      forbiddenEnvironments,
    };
  }

  /**
   * State of one commit in each environment.
   *
   * @param withRuns - whether the viewer may read the service's pipelines
   */
  async environmentsOf(
    entity: Entity,
    view: DeliveryView,
    commit: string,
    withRuns = true,
  ): Promise<Change['environments']> {
    const { join } = await this.#join(entity, view, withRuns);
    return join.change({ hash: commit }).environments;
  }

  async #join(
    entity: Entity,
    view: DeliveryView,
    withRuns: boolean,
  ): Promise<{
    join: ChangeJoin;
    problems: CodedMessage[];
    forbiddenEnvironments: string[];
  }> {
    const { reader, history, environments } = this.#options;
    const delivery: Delivery = reader.read(view);
    const [runs, { releases, forbiddenEnvironments }, { lineage, problems }] =
      await Promise.all([
        withRuns ? this.#runs(entity) : [],
        history.releases(view, { limit: MAX_RELEASES }),
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
    return { join, problems, forbiddenEnvironments };
  }

  async #runs(entity: Entity): Promise<PipelineRun[]> {
    const { ownership, pollers, store, userResolver } = this.#options;
    const limit = AbortSignal.timeout(FIRST_READ_LIMIT_MS);
    const { jobs } = await ownership.viewableJobs(entity, limit);
    const jobPollers = jobs.map(each => pollers.of(each));
    await Promise.all(jobPollers.map(poller => poller.refresh(limit)));
    const pipelines = new Map(
      jobPollers.flatMap(poller => [...poller.state().pipelines]),
    );
    const stored = await store.runsOf([...pipelines.keys()], MAX_RUNS);
    return stored.flatMap(({ pipelineId, run }) => {
      const pipeline = pipelines.get(pipelineId);
      // A poller's run is newer than the stored one.
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
  ): Promise<{ lineage?: Lineage; problems: CodedMessage[] }> {
    const repository = repositoryOf(entity, delivery);
    if (!repository) {
      return {
        problems: [
          pipelineProblem('repositoryUnknown', {
            annotation: ANNOTATION_SOURCE_LOCATION,
          }),
        ],
      };
    }
    try {
      const commits = await this.#shared.share(
        repository,
        COMMITS_MAX_AGE_MS,
        () => this.#options.commits.newest(repository),
      );
      return { lineage: Lineage.of(commits), problems: [] };
    } catch (error) {
      return {
        problems: [pipelineProblem('commitOrderUnread'), problemOf(error)],
      };
    }
  }

  #withAuthor(change: Change): Change {
    const { commit } = change;
    if (!commit.author) return change;
    const author = this.#options.userResolver.resolve(commit.author);
    return { ...change, commit: { ...commit, author } };
  }
}

/** Lineage without Git: commits of runs, or of releases if no run has a commit. */
function lineageOf(runs: PipelineRun[], releases: Release[]): Lineage {
  const ofRuns = Lineage.ofRuns(
    runs.filter(({ isDefault }) => isDefault).map(({ run }) => run),
  );
  if (ofRuns.commits().length) return ofRuns;
  const hashes = new Set(
    releases
      .filter(({ rollbackTo }) => !rollbackTo)
      .flatMap(({ commit }) => commit ?? []),
  );
  return Lineage.of([...hashes].map(hash => ({ hash })));
}

function repositoryOf(entity: Entity, delivery: Delivery): string | undefined {
  return [sourceLocationOf(entity), repositoryOfWorkloads(delivery)].find(
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
