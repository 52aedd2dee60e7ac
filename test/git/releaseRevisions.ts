import path from 'node:path';
import { run } from '../dev/run.ts';
import { makeBareRepository, plainGit } from './bareRepository.ts';
import type { DemoRepositories } from './demoRepositories.ts';

/** Commit and run of a release. Each commit has one run of its branch's job. */
export interface ReleaseRevision {
  commit: string;
  run: number;
}

/** Revisions by service, then by version or image digest. */
export type ReleaseRevisions = Record<string, Record<string, ReleaseRevision>>;

/** Creates the demo's repositories in a folder and reads their releases. */
export async function releaseRevisions(
  { repositories, images }: DemoRepositories,
  folder: string,
): Promise<ReleaseRevisions> {
  const found = repositories.map(async repository => {
    const { name } = repository.service;
    const cwd = path.join(folder, `${name}.git`);
    const log = `${cwd}.log`;
    await makeBareRepository(cwd, repository, { log });
    const git = async (...args: string[]) => {
      const command = { command: 'git', args, cwd, env: plainGit, log };
      return (await run(command)).trim();
    };
    const refs = (await git('show-ref', '--tags')).split('\n');
    const releases = refs.map(async ref => {
      const [commit, tag] = ref.split(' refs/tags/v');
      const before = await git('rev-list', '--count', commit);
      return [images[name][tag] ?? tag, { commit, run: Number(before) }];
    });
    return [name, Object.fromEntries(await Promise.all(releases))];
  });
  return Object.fromEntries(await Promise.all(found));
}
