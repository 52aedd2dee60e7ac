import {
  runOutcome,
  focusedStage,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Change,
  Commit,
  Delivery,
  EnvironmentGap,
  Release,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import { changeInEnvironment } from './changeInEnvironment';
import { isSameCommit } from './Lineage';
import type { Lineage } from './Lineage';
import { commitOccurrences } from './CommitOccurrences';
import type { CommitOccurrences } from './CommitOccurrences';
import { changeStatusOf } from './changeStatusOf';
import type { ContainingRun } from './changeStatusOf';

/** A run and its pipeline. */
export interface PipelineRun {
  run: Run;
  /** Name of the pipeline */
  pipeline: string;
  /** Whether the pipeline builds the default branch */
  isDefault: boolean;
}

/** Everything that a service's changes are joined from. */
export interface ChangeSources {
  /** In the order of promotion */
  environments: { name: string; production: boolean }[];
  lineage: Lineage;
  runs: PipelineRun[];
  releases: Release[];
  delivery: Delivery;
}

/** Joins commits, runs, images and environments of one service. */
export class ChangeJoin {
  readonly #sources: ChangeSources;
  readonly #occurrences: Map<string, CommitOccurrences>;

  static of(sources: ChangeSources): ChangeJoin {
    return new ChangeJoin(sources);
  }

  private constructor(sources: ChangeSources) {
    this.#sources = sources;
    const { runs, releases, delivery } = sources;
    this.#occurrences = commitOccurrences(
      runs.map(({ run }) => ({ url: run.url, commit: run.commit?.hash })),
      releases,
      delivery,
    );
  }

  /** Latest commits of the released branch, newest first, then other commits that run in an environment. */
  latest(limit: number): Change[] {
    const { lineage } = this.#sources;
    const line = lineage.commits().slice(0, limit);
    const others = this.#deployed().filter(
      hash =>
        !lineage.find(hash) && !line.some(c => isSameCommit(c.hash, hash)),
    );
    return [...line, ...others.map(hash => this.#commit(hash))].map(commit =>
      this.change(commit),
    );
  }

  /** Changes whose hash or version starts with the text, or whose message contains it. */
  search(text: string, limit: number): Change[] {
    const { lineage, runs } = this.#sources;
    const searched = text.toLowerCase();
    const hashes = new Set([
      ...lineage.commits().map(({ hash }) => hash),
      ...runs.flatMap(({ run }) => run.commit?.hash ?? []),
      ...this.#deployed(),
    ]);
    const found: Change[] = [];
    for (const hash of hashes) {
      if (found.length >= limit) break;
      const commit = this.#commit(hash);
      const versions = this.#versionsOf(hash);
      const isMatch =
        hash.startsWith(searched) ||
        commit.message?.toLowerCase().includes(searched) ||
        versions.some(version => version.toLowerCase().startsWith(searched));
      const isNew = !found.some(c => isSameCommit(c.commit.hash, hash));
      if (isMatch && isNew) found.push(this.change(commit));
    }
    return found;
  }

  change(commit: Commit): Change {
    const { environments, lineage } = this.#sources;
    const { hash } = commit;
    const states = environments.map(environment =>
      changeInEnvironment(
        environment,
        this.#occurrencesIn(environment.name),
        hash,
        lineage,
      ),
    );
    const own = this.#runsOf(run => isSameCommit(run, hash));
    const containing = own.length
      ? own
      : this.#runsOf(run => lineage.contains(run, hash) === true);
    const releases = this.#releasesOf(hash);
    const version = releases.find(each => each.version)?.version;
    return {
      commit,
      ...(version && { version }),
      images: [
        ...new Set(releases.flatMap(({ images }) => images.map(i => i.image))),
      ],
      runs: own.map(({ message: _, isDefault: __, ...run }) => run),
      environments: states,
      status: changeStatusOf(states, containing),
    };
  }

  /** Number of commits that each environment is ahead of the next, if both commits are known. */
  gaps(): EnvironmentGap[] {
    const { environments, lineage } = this.#sources;
    return environments.slice(1).flatMap(({ name: to }, index) => {
      const from = environments[index].name;
      const [ahead, behind] = [from, to].map(name => this.#commitIn(name));
      if (!ahead || !behind) return [];
      const commits = lineage.ahead(ahead, behind);
      return commits === undefined ? [] : [{ from, to, commits }];
    });
  }

  /** Commit that serves most users of an environment; undefined if it is unknown or differs between workloads. */
  #commitIn(environment: string): string | undefined {
    const commits = this.#occurrencesIn(environment).workloads.map(
      ({ serving }) => serving.at(0)?.joined?.commit,
    );
    const [first] = commits;
    return commits.every(commit => commit === first) ? first : undefined;
  }

  #occurrencesIn(environment: string): CommitOccurrences {
    return (
      this.#occurrences.get(environment) ?? {
        releases: [],
        workloads: [],
        isRead: true,
      }
    );
  }

  #deployed(): string[] {
    const hashes = [...this.#occurrences.values()].flatMap(
      ({ workloads, releases }) =>
        [
          ...workloads.flatMap(({ serving, target }) => [...serving, target]),
          ...[...releases].reverse(),
        ].flatMap(each => each?.joined?.commit ?? []),
    );
    return [...new Set(hashes)];
  }

  #releasesOf(hash: string): Release[] {
    return [...this.#occurrences.values()].flatMap(({ releases }) =>
      releases
        .filter(({ joined }) => joined && isSameCommit(joined.commit, hash))
        .map(({ release }) => release),
    );
  }

  #versionsOf(hash: string): string[] {
    return this.#releasesOf(hash).flatMap(
      ({ version }) => version?.value ?? [],
    );
  }

  #commit(hash: string): Commit {
    const { lineage, runs } = this.#sources;
    return (
      lineage.find(hash) ??
      runs.find(({ run }) => run.commit && isSameCommit(run.commit.hash, hash))
        ?.run.commit ?? { hash }
    );
  }

  #runsOf(matches: (commit: string) => boolean): ContainingRun[] {
    return this.#sources.runs
      .filter(({ run }) => run.commit && matches(run.commit.hash))
      .sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1))
      .map(containingRun);
  }
}

function containingRun({
  run,
  pipeline,
  isDefault,
}: PipelineRun): ContainingRun {
  const { status, stages = [] } = run;
  const stage = focusedStage(stages) ?? stages.at(-1);
  return {
    id: run.id,
    pipelineId: run.pipelineId,
    pipeline,
    number: run.number,
    name: run.name,
    url: run.url,
    outcome: runOutcome(run),
    startedAt: run.startedAt,
    tests: run.tests,
    gate: run.gate,
    ...(stage && { stage: stage.name }),
    ...(status.state === 'waiting' && { message: status.message }),
    isDefault,
  };
}
