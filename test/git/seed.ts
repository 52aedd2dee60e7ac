import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writePrivateFile } from '../dev/privateFile.ts';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { adminClient, makeAccounts, serviceAccounts } from './accounts.ts';
import { gitAs, makeBareRepository } from './bareRepository.ts';
import { demoRepositories } from './demoRepositories.ts';
import type { Repository } from './demoRepository.ts';
import { GiteaClient, authorization, textOf } from './GiteaClient.ts';
import { giteaFiles } from './giteaFiles.ts';

/** Organization of the demo's repositories. */
export const ORGANISATION = 'harbour';

// Each runs at least one git process in Gitea.
const AT_ONCE = 3;

/**
 * Creates the demo's people and repositories in a running Gitea. Pushes of people
 * stay until `examples` changes; then its branches are reset.
 */
export async function seedGitea(
  stack: Stack,
  { onProgress, signal }: { onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  const files = giteaFiles(stack);
  const { people, repositories } = await demoRepositories(
    path.join(stack.root, 'examples'),
  );
  const version = createHash('sha256')
    .update(JSON.stringify([people, repositories]))
    .digest('hex');
  const admin = await adminClient(stack);
  await makeOrganisation(admin);
  if (
    existsSync(files.seeded) &&
    readFileSync(files.seeded, 'utf8') === version
  )
    return;

  onProgress(0, repositories.length, 'Gitea: accounts');
  await makeAccounts(stack, admin, people);
  const teams = [...new Set(people.map(({ team }) => team))];
  const members = (team: string) =>
    people.filter(person => person.team === team).map(({ name }) => name);
  const [ci, ...ids] = await Promise.all([
    makeTeam(admin, 'ci', [serviceAccounts.ci], {
      includes_all_repositories: true,
    }),
    ...teams.map(team => makeTeam(admin, team, members(team))),
    // Templates create repositories with this account; it only reads other repositories.
    makeTeam(admin, 'portal', [serviceAccounts.portal], {
      permission: 'read',
      can_create_org_repo: true,
    }),
  ]);

  let done = 0;
  const left = [...repositories.keys()];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      signal.throwIfAborted();
      const repository = repositories[next];
      const { name, team } = repository.service;
      await makeRepository(admin, repository);
      await push(stack, repository, signal);
      for (const id of [ci, ids[teams.indexOf(team)]]) {
        await admin.call('PUT', `/teams/${id}/repos/${ORGANISATION}/${name}`);
      }
      done += 1;
      onProgress(done, repositories.length, `Gitea: ${name}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  rmSync(path.join(files.dir, 'generated'), { recursive: true, force: true });
  writePrivateFile(files.seeded, version);
}

/** Creates it, or updates the existing one. */
async function makeOrganisation(admin: GiteaClient): Promise<void> {
  const organisation = {
    full_name: 'Harbour',
    // Lets the portal give a team write access to new repositories.
    repo_admin_change_team_access: true,
  };
  const { status } = await admin.call(
    'PATCH',
    `/orgs/${ORGANISATION}`,
    organisation,
    [404],
  );
  if (status !== 404) return;
  await admin.call('POST', '/orgs', {
    username: ORGANISATION,
    ...organisation,
  });
}

async function makeTeam(
  admin: GiteaClient,
  name: string,
  members: string[],
  rights: {
    permission?: 'read' | 'write';
    can_create_org_repo?: boolean;
    includes_all_repositories?: boolean;
  } = {},
): Promise<string> {
  const { body } = await admin.call('GET', `/orgs/${ORGANISATION}/teams`);
  const known: { id: number; name: string }[] = Array.isArray(body) ? body : [];
  const found = known.find(team => team.name === name);
  const id = found
    ? String(found.id)
    : textOf(
        await admin.call('POST', `/orgs/${ORGANISATION}/teams`, {
          name,
          permission: 'write',
          units: ['repo.code', 'repo.pulls', 'repo.issues', 'repo.releases'],
          ...rights,
        }),
        'id',
      );
  for (const member of members) {
    await admin.call('PUT', `/teams/${id}/members/${member}`);
  }
  return id;
}

async function makeRepository(
  admin: GiteaClient,
  { service }: Repository,
): Promise<void> {
  const { name, description } = service;
  await admin.call(
    'POST',
    `/orgs/${ORGANISATION}/repos`,
    { name, description, default_branch: 'main' },
    [409],
  );
}

async function push(
  stack: Stack,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  const { dir, url, token } = giteaFiles(stack);
  const { name } = repository.service;
  const folder = path.join(dir, 'generated', `${name}.git`);
  const log = path.join(stack.dir, 'logs', `git-${name}.log`);
  await makeBareRepository(folder, repository, { log, signal });
  await run({
    command: 'git',
    args: [
      ...['push', '--quiet', '--force', `${url}/${ORGANISATION}/${name}.git`],
      ...['refs/heads/*:refs/heads/*', 'refs/tags/*:refs/tags/*'],
    ],
    cwd: folder,
    env: gitAs(
      authorization({
        username: serviceAccounts.admin,
        password: readFileSync(token('admin'), 'utf8'),
      }),
    ),
    log,
    signal,
  });
}
