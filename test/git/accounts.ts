import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../dev/privateFile.ts';
import type { Stack } from '../dev/stack.ts';
import type { Person } from './demoRepository.ts';
import { giteaCommand } from './gitea.ts';
import { GiteaClient, textOf } from './GiteaClient.ts';
import { giteaFiles } from './giteaFiles.ts';
import type { TokenName } from './giteaFiles.ts';

/** Accounts that belong to no person. */
export const serviceAccounts: Record<TokenName, string> = {
  admin: 'fairway-admin',
  portal: 'fairway-portal',
  ci: 'harbour-ci',
};

const scopes: Record<Exclude<TokenName, 'admin'>, string[]> = {
  // It may write to repositories that it created: see its team.
  portal: ['write:repository', 'write:organization', 'read:user'],
  ci: ['write:repository', 'read:organization', 'read:user'],
};

/** Client of Gitea's API as administrator. Creates the account if it is missing. */
export async function adminClient(stack: Stack): Promise<GiteaClient> {
  const { url, token } = giteaFiles(stack);
  const file = token('admin');
  if (!existsSync(file)) {
    const username = serviceAccounts.admin;
    const listed = await giteaCommand(stack, ['admin', 'user', 'list']);
    if (!listed.includes(username)) {
      await giteaCommand(stack, [
        ...['admin', 'user', 'create', '--admin', '--random-password'],
        ...['--must-change-password=false', '--username', username],
        ...['--email', `${username}@harbour.example`],
      ]);
    }
    const made = await giteaCommand(stack, [
      ...['admin', 'user', 'generate-access-token', '--raw'],
      ...['--username', username, '--token-name', tokenName()],
      ...['--scopes', 'all'],
    ]);
    // Log lines arrive on the same stream.
    const found = /^[0-9a-f]{40}$/m.exec(made);
    if (!found) throw new Error('Gitea created a token and printed none');
    writePrivateFile(file, found[0]);
  }
  return GiteaClient.create(url, { token: readFileSync(file, 'utf8') });
}

/**
 * Creates all accounts. People sign in with the password in {@link
 * GiteaFiles.peoplePassword}; the portal and the CI have tokens.
 */
export async function makeAccounts(
  stack: Stack,
  admin: GiteaClient,
  people: Person[],
): Promise<void> {
  const { url, token, peoplePassword } = giteaFiles(stack);
  if (!existsSync(peoplePassword)) {
    writePrivateFile(peoplePassword, randomPassword());
  }
  const password = readFileSync(peoplePassword, 'utf8');
  await Promise.all([
    ...people.map(({ name, displayName, email }) =>
      makeAccount(admin, name, { full_name: displayName, email, password }),
    ),
    ...(['portal', 'ci'] as const).map(async name => {
      const username = serviceAccounts[name];
      if (existsSync(token(name))) return;
      const own = {
        email: `${username}@harbour.example`,
        full_name: username,
        password: randomPassword(),
      };
      await makeAccount(admin, username, own);
      const made = await GiteaClient.create(url, {
        username,
        password: own.password,
      }).call('POST', `/users/${username}/tokens`, {
        name: tokenName(),
        scopes: scopes[name],
      });
      writePrivateFile(token(name), textOf(made, 'sha1'));
    }),
  ]);
}

async function makeAccount(
  admin: GiteaClient,
  username: string,
  account: { email: string; full_name: string; password: string },
): Promise<void> {
  const body = { ...account, must_change_password: false };
  const { status } = await admin.call(
    'POST',
    '/admin/users',
    { ...body, username },
    [422],
  );
  // It already exists, from an interrupted start.
  if (status === 422) {
    await admin.call('PATCH', `/admin/users/${username}`, {
      ...body,
      login_name: username,
      source_id: 0,
    });
  }
}

/** Id of each account, by its name. Gitea never gives an id to another account. */
export async function accountIds(
  admin: GiteaClient,
  names: string[],
): Promise<Record<string, string>> {
  const ids = names.map(async name => [
    name,
    textOf(await admin.call('GET', `/users/${name}`), 'id'),
  ]);
  return Object.fromEntries(await Promise.all(ids));
}

function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

// Token names of a user are unique.
function tokenName(): string {
  return `dev-${randomBytes(4).toString('hex')}`;
}
