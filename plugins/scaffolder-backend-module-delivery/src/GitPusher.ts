import { ConflictError, InputError } from '@backstage/errors';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitAccess, GitRemote } from './GitServers';

const execute = promisify(execFile);

const TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const COMMITTER = { name: 'Fairway', email: 'noreply@fairway.dev' };

/** Environment variables that git inherits: paths of programs, certificates and proxies. */
const INHERITED_ENV =
  /^(PATH|GIT_SSL_CAINFO|GIT_SSL_CAPATH|SSL_CERT_(FILE|DIR)|(https|no|all)_proxy)$/i;

/** First commit of a repository. */
export interface FirstCommit {
  /** Folder with the files to commit */
  folder: string;
  /** Empty folder for git's own files, so that a `.git` in the template has no effect */
  gitFolder: string;
  branch: string;
  message: string;
  author?: { name: string; email: string };
  /** Time of the commit in milliseconds since 1970. With the same time, a retry creates the same hash */
  time: number;
}

/**
 * Pushes with the `git` command over HTTPS or SSH. The command runs without a shell
 * and without any user's or system's git configuration. Credentials are passed in
 * environment variables, never in arguments or URLs.
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
      Object.entries(env).filter(([name]) => INHERITED_ENV.test(name)),
    );
  }

  /**
   * Pushes the first commit to an empty repository. Succeeds if the repository
   * already has exactly this commit.
   *
   * @returns the commit's hash
   * @throws ConflictError if the repository is not empty
   * @throws InputError if the folder cannot be committed
   * @throws Error with git's message, without the credential, if git fails
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
        `${error.message}. Check that the repository exists and that the portal's account or key has access to it.`,
      );
    });
    const head = `refs/heads/${commit.branch}`;
    if (refs.includes(`${hash}\t${head}\n`)) return hash;
    if (refs.trim()) {
      throw new ConflictError(
        `${url} is not empty. Create the repository without a README or license, or choose another name.`,
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
        cwd: commit.gitFolder,
        env: { ...this.#env, ...env },
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        signal,
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
          `Cannot push to ${remote.host}: the command '${this.#command}' is not installed. Install git on the portal's server.`,
        );
      }
      const reason = killed
        ? `it took longer than ${TIMEOUT_MS / 1000} s`
        : stderr?.trim().replace(/\.$/, '') || `exit code ${code}`;
      throw new Error(
        `git ${args[0]} for ${remote.url} failed: ${withoutSecrets(reason, remote.access)}`,
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
      `${folder} has no files to publish. Add a step before this one that writes them.`,
    );
  }
  // Mode 160000 is a nested Git repository.
  const [, nested] = /(?:^|\0)160000 [^\t\0]+\t([^\0]+)/.exec(files) ?? [];
  if (nested) {
    throw new InputError(
      `'${nested}' is a nested Git repository, so its files would not be published. Delete its .git folder in an earlier step.`,
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
    // A redirect would send the credential to another server.
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

/** Builds the ssh command from configured paths only. They contain no shell metacharacters. */
function sshCommand({
  keyFile,
  knownHostsFile,
}: Extract<GitAccess, { protocol: 'ssh' }>): string {
  return [
    // Ignore the machine's own settings: ~/.ssh/config and other known_hosts files.
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
    (redacted, secret) => redacted.replaceAll(secret, '…'),
    text,
  );
}

function basicOf(username: string, token: string): string {
  return Buffer.from(`${username}:${token}`).toString('base64');
}
