import type { Commit } from '@fairway/backstage-plugin-delivery-common';
import type { RunRecord } from '../PipelineStore';

/**
 * Order of the commits on the released branch: from Git if that can be read,
 * else from the order of the runs that built them.
 */
export class Lineage {
  readonly #positions: Map<string, number>;
  readonly #commits: Commit[];

  /** @param commits - newest first */
  static of(commits: Commit[]): Lineage {
    return new Lineage(commits);
  }

  /** Commits of the runs of one branch, newest first. */
  static ofRuns(runs: readonly RunRecord[]): Lineage {
    const commits = new Map<string, Commit>();
    for (const { commit } of [...runs].sort((a, b) => b.number - a.number)) {
      if (commit && !commits.has(commit.hash)) commits.set(commit.hash, commit);
    }
    return new Lineage([...commits.values()]);
  }

  private constructor(commits: Commit[]) {
    this.#commits = commits;
    this.#positions = new Map(commits.map(({ hash }, index) => [hash, index]));
  }

  commits(): Commit[] {
    return this.#commits;
  }

  /** Finds a commit by its full or abbreviated hash. */
  find(hash: string): Commit | undefined {
    const position = this.#position(hash);
    return position === undefined ? undefined : this.#commits[position];
  }

  /**
   * Number of commits that the first is ahead of the second; negative if it is
   * behind, undefined if one of them is not on this branch.
   */
  ahead(first: string, second: string): number | undefined {
    const [a, b] = [this.#position(first), this.#position(second)];
    return a === undefined || b === undefined ? undefined : b - a;
  }

  /** Whether a build of one commit contains another commit; undefined if that is unknown. */
  contains(built: string, commit: string): boolean | undefined {
    if (isSameCommit(built, commit)) return true;
    const ahead = this.ahead(built, commit);
    return ahead === undefined ? undefined : ahead >= 0;
  }

  #position(hash: string): number | undefined {
    const exact = this.#positions.get(hash);
    if (exact !== undefined) return exact;
    const position = this.#commits.findIndex(c => isSameCommit(c.hash, hash));
    return position < 0 ? undefined : position;
  }
}

/** Whether two hashes identify the same commit: annotations often contain an abbreviated hash. */
export function isSameCommit(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 7 && long.startsWith(short);
}
