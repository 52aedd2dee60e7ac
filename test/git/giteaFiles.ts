import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Account } from '../dev/processes.ts';
import type { Stack } from '../dev/stack.ts';

/** Paths of Gitea's files, and the user that runs it. */
export interface GiteaFiles {
  /** URL for people and the portal */
  url: string;
  port: number;
  /** User that runs Gitea, because Gitea refuses root; undefined for the user of `./dev` */
  account: Account | undefined;
  /** Folder of the developer for secrets and tokens */
  dir: string;
  secrets: string;
  /** File with the hash of the last seeded content */
  seeded: string;
  token(name: TokenName): string;
  /** File with the password of all people */
  peoplePassword: string;
  /** Data folder of Gitea's user, below a folder that this user can read */
  home: string;
  /** Configuration folder, which this user can only read */
  configuration: string;
  /** Copy of the program for a user who cannot read the cache */
  programs: string;
}

/** Token files. `admin` may do everything, `portal` reads and creates repositories, `ci` reads and pushes. */
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

// For example, other users cannot enter root's home.
function openFolder({ dir }: Stack): string {
  const key = createHash('sha256').update(dir).digest('hex').slice(0, 12);
  return path.join('/var/lib/fairway', `git-${key}`);
}

function isOpenToAll(folder: string): boolean {
  const parent = path.dirname(folder);
  // A missing folder will be created readable.
  const { mode = 0o001 } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  const isOpen = (mode & 0o001) !== 0;
  return isOpen && (parent === folder || isOpenToAll(parent));
}
