import { mkdirSync, rmSync } from 'node:fs';
import { run } from '../dev/run.ts';
import type { Repository } from './demoRepository.ts';
import { fastImport } from './fastImport.ts';

/** User and system settings must not affect the hash of a commit. */
export const plainGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/**
 * Environment of a git that authenticates to a server. Not an argument, because every
 * user of the machine can read arguments.
 *
 * @param authorization - value of the header
 */
export function gitAs(authorization: string): Record<string, string> {
  return {
    ...plainGit,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
  };
}

/** Creates a repository in a folder and replaces its content. */
export async function makeBareRepository(
  folder: string,
  repository: Repository,
  { log, signal }: { log: string; signal?: AbortSignal },
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = (args: string[], input?: string) =>
    run({
      command: 'git',
      args,
      cwd: folder,
      env: plainGit,
      input,
      log,
      signal,
    });
  await git([
    ...['init', '--bare', '--quiet', '--object-format=sha1'],
    '--initial-branch=main',
  ]);
  await git(
    ['fast-import', '--quiet', '--date-format=raw'],
    fastImport(repository),
  );
}
