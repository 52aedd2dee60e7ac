import { mkdirSync, rmSync } from 'node:fs';
import { run } from '../dev/run.ts';
import type { Repository } from './demoRepository.ts';
import { fastImport } from './fastImport.ts';

/** Neither the developer's nor the system's settings reach a commit's hash. */
export const plainGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/**
 * The environment of a git that reaches a server as somebody: not an argument,
 * which everybody on the machine can read.
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

/** Makes a repository in a folder, in place of what is there. */
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
