import type { Commit } from '@fairway/backstage-plugin-delivery-common';
import type { KnownRun } from '../PipelineStore';

/**
 * The order of commits on the branch that releases come from: from Git where it
 * can be read, else from the order in which runs built them.
 */
export class Lineage {
  readonly #places: Map<string, number>;
  readonly #commits: Commit[];

  /** @param commits - newest first */
  static of(commits: Commit[]): Lineage {
    return new Lineage(commits);
  }

  /** What runs of one branch tell of its commits: each run's own, newest first. */
  static ofRuns(runs: readonly KnownRun[]): Lineage {
    const commits = new Map<string, Commit>();
    for (const { commit } of [...runs].sort((a, b) => b.number - a.number)) {
      if (commit && !commits.has(commit.hash)) commits.set(commit.hash, commit);
    }
    return new Lineage([...commits.values()]);
  }

  private constructor(commits: Commit[]) {
    this.#commits = commits;
    this.#places = new Map(commits.map(({ hash }, index) => [hash, index]));
  }

  commits(): Commit[] {
    return this.#commits;
  }

  /** A commit by its hash, or by the beginning of it. */
  find(hash: string): Commit | undefined {
    const place = this.#place(hash);
    return place === undefined ? undefined : this.#commits[place];
  }

  /**
   * How many commits the first is ahead of the second; negative where it is
   * behind, undefined where one of them is not of this branch.
   */
  ahead(first: string, second: string): number | undefined {
    const [a, b] = [this.#place(first), this.#place(second)];
    return a === undefined || b === undefined ? undefined : b - a;
  }

  /** Whether what is built of one commit has another in it; undefined where nobody can tell. */
  contains(built: string, commit: string): boolean | undefined {
    if (isSameCommit(built, commit)) return true;
    const ahead = this.ahead(built, commit);
    return ahead === undefined ? undefined : ahead >= 0;
  }

  #place(hash: string): number | undefined {
    const exact = this.#places.get(hash);
    if (exact !== undefined) return exact;
    const place = this.#commits.findIndex(c => isSameCommit(c.hash, hash));
    return place < 0 ? undefined : place;
  }
}

/** Whether two hashes mean the same commit: annotations often carry a short one. */
export function isSameCommit(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 7 && long.startsWith(short);
}
