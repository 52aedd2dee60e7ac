import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../dev/run.ts';
import { gitAs } from '../../git/bareRepository.ts';

/** A commit that a run builds. */
export interface MirroredCommit {
  hash: string;
  author: string;
  email: string;
  /** Milliseconds since the epoch */
  at: number;
  message: string;
  paths: string[];
  /** Tags of the commit */
  tags: string[];
}

/** Source of repositories. */
export interface GitSource {
  /** URL of the organization, without a trailing slash */
  url: string;
  /** Value of the Authorization header */
  authorization: string;
  /** Folder of the clones */
  folder: string;
  log: string;
}

const FIELD = '\u001f';
const RECORD = '\u001e';

/** Running fetches by folder, to run one at a time. */
const updates = new Map<string, Promise<void>>();

/** A clone of a repository, updated on request. */
export class GitMirror {
  readonly name: string;
  readonly #source: GitSource;
  readonly #folder: string;

  static of(source: GitSource, name: string): GitMirror {
    return new GitMirror(source, name);
  }

  private constructor(source: GitSource, name: string) {
    this.name = name;
    this.#source = source;
    this.#folder = path.join(source.folder, `${name}.git`);
  }

  /** Clone URL for people. */
  get url(): string {
    return `${this.#source.url}/${this.name}.git`;
  }

  /** Clones the repository, or fetches new commits. */
  async update(): Promise<void> {
    const before = updates.get(this.#folder) ?? Promise.resolve();
    const next = before.catch(() => {}).then(() => this.#fetch());
    updates.set(this.#folder, next);
    await next;
  }

  async #fetch(): Promise<void> {
    if (existsSync(this.#folder)) {
      await this.#git(['fetch', '--quiet', '--prune', '--tags', '--force']);
    } else {
      await this.#git(
        ['clone', '--quiet', '--mirror', this.url, this.#folder],
        this.#source.folder,
      );
    }
  }

  async branches(): Promise<{ name: string; head: string }[]> {
    const text = await this.#git([
      ...['for-each-ref', 'refs/heads'],
      '--format=%(refname:strip=2) %(objectname)',
    ]);
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => {
        const at = line.lastIndexOf(' ');
        return { name: line.slice(0, at), head: line.slice(at + 1) };
      });
  }

  /**
   * Commits of a branch, oldest first.
   *
   * @param without - omits commits that are reachable from here
   */
  async commits(branch: string, without?: string): Promise<MirroredCommit[]> {
    const text = await this.#git([
      ...['log', '--reverse', '--name-only', '--decorate-refs=refs/tags'],
      `--format=${RECORD}${['%H', '%an', '%ae', '%at', '%s', '%D', ''].join(FIELD)}`,
      branch,
      ...(without ? [`^${without}`] : []),
      '--',
    ]);
    return text
      .split(RECORD)
      .filter(record => record.trim())
      .map(record => {
        const [hash, author, email, at, message, refs, files] =
          record.split(FIELD);
        return {
          hash,
          author,
          email,
          at: Number(at) * 1000,
          message,
          paths: files.split('\n').filter(Boolean),
          tags: refs
            .split(', ')
            .filter(ref => ref.startsWith('tag: '))
            .map(ref => ref.slice('tag: '.length)),
        };
      });
  }

  /** Reads a file of a commit; undefined if it does not exist. */
  async file(commit: string, name: string): Promise<string | undefined> {
    const listed = await this.#git(['ls-tree', '--name-only', commit, name]);
    if (!listed.trim()) return undefined;
    return this.#git(['show', `${commit}:${name}`]);
  }

  /**
   * Writes a folder of a commit to the disk.
   *
   * @returns path of `within` in it; undefined if the commit does not have it
   */
  async extract(
    commit: string,
    folder: string,
    within: string,
  ): Promise<string | undefined> {
    const wanted = `${folder}/${within}`;
    const listed = await this.#git(['ls-tree', '--name-only', commit, wanted]);
    if (!listed.trim()) return undefined;
    const at = path.join(this.#source.folder, `${this.name}-${commit}`);
    rmSync(at, { recursive: true, force: true });
    mkdirSync(at, { recursive: true });
    const archive = path.join(at, 'archive.tar');
    await this.#git(['archive', `--output=${archive}`, commit, folder]);
    await run({
      command: 'tar',
      args: ['-xf', archive, '-C', at],
      log: this.#source.log,
    });
    return path.join(at, wanted);
  }

  async #git(args: string[], cwd = this.#folder): Promise<string> {
    return run({
      command: 'git',
      args,
      cwd,
      env: gitAs(this.#source.authorization),
      log: this.#source.log,
    });
  }
}
