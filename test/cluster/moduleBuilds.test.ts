import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { manifestModules, moduleBuilds } from './moduleBuilds.ts';
import { requiredVersion } from '../dev/requiredVersion.ts';

const modules = path.join(import.meta.dirname, 'go');

function goMod(name: string): string {
  return readFileSync(path.join(modules, name, 'go.mod'), 'utf8');
}

describe('moduleBuilds', () => {
  it('has a build for every module with tools', () => {
    assert.deepEqual(
      moduleBuilds.map(({ name }) => name).sort(),
      readdirSync(modules)
        .filter(
          name => /^tool /m.test(goMod(name)) || /^tool \(/m.test(goMod(name)),
        )
        .sort(),
    );
  });

  it('finds the version of every program in its go.mod', () => {
    for (const { name, versions } of moduleBuilds) {
      for (const goModule of Object.values(versions)) {
        assert.match(requiredVersion(goMod(name), goModule), /^v\d+\.\d+\.\d+/);
      }
    }
  });

  it('links the version of Kubernetes that its go.mod requires', () => {
    const { ldflags } =
      moduleBuilds.find(({ name }) => name === 'kubernetes') ?? assert.fail();
    const version = requiredVersion(goMod('kubernetes'), 'k8s.io/kubernetes');
    const [major, minor] = version.slice(1).split('.');
    assert.match(ldflags, new RegExp(`gitVersion=${version}( |$)`));
    assert.match(ldflags, new RegExp(`gitMajor=${major}( |$)`));
    assert.match(ldflags, new RegExp(`gitMinor=${minor}( |$)`));
  });
});

describe('manifestModules', () => {
  it('are required by the module that provides them', () => {
    for (const [name, goModules] of Object.entries(manifestModules)) {
      for (const goModule of goModules) {
        assert.match(requiredVersion(goMod(name), goModule), /^v\d+\.\d+\.\d+/);
      }
    }
  });
});

describe('requiredVersion', () => {
  it('distinguishes modules whose names start the same', () => {
    const text = 'require (\n\ta.io/b/c v1.0.0\n\ta.io/b v2.0.0 // indirect\n)';
    assert.equal(requiredVersion(text, 'a.io/b'), 'v2.0.0');
  });

  it('reports the module that is not required', () => {
    assert.throws(() => requiredVersion('module a', 'a.io/b'), /'a\.io\/b'/);
  });
});
