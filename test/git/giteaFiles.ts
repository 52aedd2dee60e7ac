import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Account } from '../dev/processes.ts';
import type { Stack } from '../dev/stack.ts';

/** Where Gitea keeps what, and as whom it runs. */
export interface GiteaFiles {
  /** As people and the portal name it */
  url: string;
  port: number;
  /** Another user than root, which Gitea refuses; undefined: whoever runs `./dev` */
  account: Account | undefined;
  /** Of the developer: secrets and tokens */
  dir: string;
  secrets: string;
  /** Says what was last put into the repositories */
  seeded: string;
  token(name: TokenName): string;
  /** Of every person's account */
  peoplePassword: string;
  /** Of Gitea's own user, in a folder that this user can reach */
  home: string;
  /** Beside it, where this user can only read */
  configuration: string;
  /** Where a user who cannot reach the cache finds the program */
  programs: string;
}

/** `admin`: may do all. `portal`: reads, and makes repositories. `ci`: reads and pushes. */
export type TokenName = 'admin' | 'portal' | 'ci';

const PORT = 3300;
const NOBODY: Account = { uid: 65534, gid: 65534 };

/** @see {@link GiteaFiles} */
export function giteaFiles(stack: Stack): GiteaFiles {
  const port = PORT + stack.portOffset;
  const account = process.getuid?.() === 0 ? NOBODY : undefined;
  const dir = path.join(stack.dir, 'git');
  const base = account && !isOpenToAll(stack.root) ? openFolder(stack) : dir;
  return {
    url: `http://localhost:${port}`,
    port,
    account,
    dir,
    secrets: path.join(dir, 'secrets.json'),
    seeded: path.join(dir, 'seeded'),
    peoplePassword: path.join(dir, 'people.password'),
    token: name => path.join(dir, `${name}.token`),
    home: path.join(base, 'gitea'),
    configuration: path.join(base, 'app.ini'),
    programs: path.join(base, 'programs'),
  };
}

// In root's own home, say, nobody else gets.
function openFolder({ dir }: Stack): string {
  const key = createHash('sha256').update(dir).digest('hex').slice(0, 12);
  return path.join('/var/lib/fairway', `git-${key}`);
}

function isOpenToAll(folder: string): boolean {
  const parent = path.dirname(folder);
  // What is not there yet will be made open.
  const { mode = 0o001 } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  const isOpen = (mode & 0o001) !== 0;
  return isOpen && (parent === folder || isOpenToAll(parent));
}
