import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { requiredVersion } from '../dev/requiredVersion.ts';
import { giteaModule } from './giteaModule.ts';

describe('giteaModule', () => {
  it('links the version that its go.mod requires', () => {
    const goMod = readFileSync(path.join(giteaModule.dir, 'go.mod'), 'utf8');
    const version = requiredVersion(goMod, giteaModule.versions.gitea);
    assert.match(
      giteaModule.ldflags,
      new RegExp(`main\\.Version=${version.slice(1)}$`),
    );
  });
});
