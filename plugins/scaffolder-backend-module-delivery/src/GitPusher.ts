import { ConflictError, InputError } from '@backstage/errors';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitAccess, GitRemote } from './GitServers';

const execute = promisify(execFile);

const LIMIT_MS = 120_000;
const MAX_BYTES = 16 * 1024 * 1024;
const COMMITTER = { name: 'Fairway', email: 'noreply@fairway.dev' };

/** What git may know of the process: where programs, authorities and proxies are. */
const KEPT =
  /^(PATH|GIT_SSL_CAINFO|GIT_SSL_CAPATH|SSL_CERT_(FILE|DIR)|(https|no|all)_proxy)$/i;

/** The first commit of a repository. */
export interface FirstCommit {
  /** With the files */
  folder: string;
  /** An empty one for git's own files, so that a `.git` of the template counts for nothing */
  gitFolder: string;
  branch: string;
  message: string;
  author?: { name: string; email: string };
  /** When, in milliseconds since 1970; the same again gives the same hash */
  time: number;
}

/**
 * Pushes by the `git` command, which knows https and ssh as administrators do.
 * It is run without a shell and without anybody's settings; what it shows to a
 * server goes through its environment, never through arguments or addresses.
 */
export class GitPusher {
  readonly #command: string;
  readonly #env: NodeJS.ProcessEnv;

  static create(
    options: { command?: string; env?: NodeJS.ProcessEnv } = {},
  ): GitPusher {
    return new GitPusher(options.command ?? 'git', options.env ?? process.env);
  }

  private constructor(command: string, env: NodeJS.ProcessEnv) {
    this.#command = command;
    this.#env = Object.fromEntries(
      Object.entries(env).filter(([name]) => KEPT.test(name)),
    );
  }

  /**
   * Gives an empty repository its first commit. One that has just this commit
   * is taken for done.
   *
   * @returns the commit's hash
   * @throws ConflictError for a repository that is not empty, InputError for a
   *   folder that cannot be committed, Error in git's words without the credential
   */
  async push(
    remote: GitRemote,
    commit: FirstCommit,
    signal?: AbortSignal,
  ): Promise<string> {
    const git = (...args: string[]) =>
      this.#run(args, environmentOf(remote, commit), {
        remote,
        commit,
        signal,
      });
    const hash = await makeCommit(git, commit);
    const { url } = remote;
    const refs = await git('ls-remote', '--', url).catch(error => {
      throw new Error(
        `${error.message}. Look whether the repository is there, and what the portal's account or key may do`,
      );
    });
    const head = `refs/heads/${commit.branch}`;
    if (refs.includes(`${hash}\t${head}\n`)) return hash;
    if (refs.trim()) {
      throw new ConflictError(
        `${url} is not empty: let it be made without a README or a licence, or choose another name`,
      );
    }
    await git('push', '--quiet', '--', url, `HEAD:${head}`);
    return hash;
  }

  async #run(
    args: string[],
    env: NodeJS.ProcessEnv,
    about: { remote: GitRemote; commit: FirstCommit; signal?: AbortSignal },
  ): Promise<string> {
    const { remote, commit, signal } = about;
    try {
      const { stdout } = await execute(this.#command, args, {
        ...{ cwd: commit.gitFolder, env: { ...this.#env, ...env } },
        ...{ timeout: LIMIT_MS, maxBuffer: MAX_BYTES, signal },
      });
      return stdout;
    } catch (error) {
      const { code, killed, stderr } = error as Error & {
        code?: unknown;
        killed?: boolean;
        stderr?: string;
      };
      signal?.throwIfAborted();
      if (code === 'ENOENT') {
        throw new Error(
          `Templates push to ${remote.host} by '${this.#command}', which is not there; install git where the portal's server runs`,
        );
      }
      const said = killed
        ? `it took more than ${LIMIT_MS / 1000} s`
        : stderr?.trim().replace(/\.$/, '') || `exit code ${code}`;
      throw new Error(
        `git ${args[0]} for ${remote.url} failed: ${withoutSecrets(said, remote.access)}`,
      );
    }
  }
}

async function makeCommit(
  git: (...args: string[]) => Promise<string>,
  { branch, message, folder }: FirstCommit,
): Promise<string> {
  await git('init', '--quiet', '--template=', `--initial-branch=${branch}`);
  await git('add', '--all');
  const files = await git('ls-files', '--stage', '-z');
  if (!files) {
    throw new InputError(
      `${folder} has no files to publish; a step before this one has to write them`,
    );
  }
  // Mode of what git takes for a repository of its own.
  const [, nested] = /(?:^|\0)160000 [^\t]+\t([^\0]+)/.exec(files) ?? [];
  if (nested) {
    throw new InputError(
      `'${nested}' is a Git repository of its own, whose files would not be published; delete its .git before`,
    );
  }
  await git('commit', '--quiet', '--no-verify', `--message=${message}`);
  return (await git('rev-parse', 'HEAD')).trim();
}

function environmentOf(
  { url, access }: GitRemote,
  { author = COMMITTER, folder, gitFolder, time }: FirstCommit,
): NodeJS.ProcessEnv {
  const date = `@${Math.floor(time / 1000)} +0000`;
  const settings: [key: string, value: string][] = [
    ['core.attributesFile', '/dev/null'],
    ['core.excludesFile', '/dev/null'],
    ['core.hooksPath', '/dev/null'],
    ['gc.auto', '0'],
    // A redirect would take the credential elsewhere.
    ['http.followRedirects', 'false'],
    ...(access.protocol === 'https'
      ? [headerSetting(url, access.username, access.token)]
      : []),
  ];
  return {
    LC_ALL: 'C',
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: access.protocol,
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: COMMITTER.name,
    GIT_COMMITTER_EMAIL: COMMITTER.email,
    GIT_COMMITTER_DATE: date,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
    ...(access.protocol === 'ssh' && {
      GIT_SSH_COMMAND: sshCommand(access),
      GIT_SSH_VARIANT: 'ssh',
    }),
  };
}

function headerSetting(
  url: string,
  username: string,
  token: string,
): [key: string, value: string] {
  const basic = basicOf(username, token);
  return [
    `http.${new URL(url).origin}/.extraHeader`,
    `Authorization: Basic ${basic}`,
  ];
}

/** Of nothing but configured paths, which have no character that a shell knows. */
function sshCommand({
  keyFile,
  knownHostsFile,
}: Extract<GitAccess, { protocol: 'ssh' }>): string {
  return [
    // Nothing of the machine's own: no ~/.ssh/config, and no known_hosts but ours.
    ...['ssh', '-F', '/dev/null', '-i', keyFile],
    ...['-o', 'IdentitiesOnly=yes'],
    ...['-o', `UserKnownHostsFile=${knownHostsFile}`],
    ...['-o', 'GlobalKnownHostsFile=/dev/null'],
    ...['-o', 'StrictHostKeyChecking=yes'],
    ...['-o', 'BatchMode=yes'],
  ].join(' ');
}

function withoutSecrets(text: string, access: GitAccess): string {
  if (access.protocol !== 'https') return text;
  const { username, token } = access;
  return [basicOf(username, token), token].reduce(
    (said, secret) => said.replaceAll(secret, '…'),
    text,
  );
}

function basicOf(username: string, token: string): string {
  return Buffer.from(`${username}:${token}`).toString('base64');
}
