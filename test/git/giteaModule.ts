import path from 'node:path';
import type { GoModule } from '../dev/goModule.ts';

/** Gitea, built from its Go module, which has no style sheets. */
export const giteaModule: GoModule = {
  name: 'gitea',
  dir: path.join(import.meta.dirname, 'go', 'gitea'),
  // Gitea gets its version from the linker, not from its module.
  ldflags: '-s -w -X main.Version=1.26.0',
  versions: { gitea: 'code.gitea.io/gitea' },
  // SQLite is C code.
  cgoTags: ['sqlite', 'sqlite_unlock_notify'],
  assets: {
    goModule: 'code.gitea.io/gitea',
    folders: ['options', 'public', 'templates'],
  },
};
