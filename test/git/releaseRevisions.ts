import path from 'node:path';
import { run } from '../dev/run.ts';
import { makeBareRepository, plainGit } from './bareRepository.ts';
import type { DemoRepositories } from './demoRepositories.ts';

/** By service, then by version or image digest: the commit that it is built from. */
export type ReleaseRevisions = Record<string, Record<string, string>>;

/** Makes the demo's repositories in a folder and asks them for their releases. */
export async function releaseRevisions(
  { repositories, images }: DemoRepositories,
  folder: string,
): Promise<ReleaseRevisions> {
  const found = repositories.map(async repository => {
    const { name } = repository.service;
    const cwd = path.join(folder, `${name}.git`);
    const log = `${cwd}.log`;
    await makeBareRepository(cwd, repository, { log });
    const printed = await run({
      command: 'git',
      args: ['show-ref', '--tags'],
      cwd,
      env: plainGit,
      log,
    });
    const releases = printed
      .trim()
      .split('\n')
      .map(line => {
        const [revision, tag] = line.split(' refs/tags/v');
        return [images[name][tag] ?? tag, revision];
      });
    return [name, Object.fromEntries(releases)];
  });
  return Object.fromEntries(await Promise.all(found));
}
