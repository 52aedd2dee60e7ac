import path from 'node:path';
import type { GoModule } from '../dev/goModule.ts';

/** Gitea, built from its module; its pages come without style sheets. */
export const giteaModule: GoModule = {
  name: 'gitea',
  dir: path.join(import.meta.dirname, 'go', 'gitea'),
  // Gitea takes its version from the linker, not from its module.
  ldflags: '-s -w -X main.Version=1.26.0',
  versions: { gitea: 'code.gitea.io/gitea' },
  // SQLite is in C.
  cgoTags: ['sqlite', 'sqlite_unlock_notify'],
  assets: {
    goModule: 'code.gitea.io/gitea',
    folders: ['options', 'public', 'templates'],
  },
};
