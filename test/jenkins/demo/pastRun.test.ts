import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pastRun } from './pastRun.ts';
import { askedMishap, imageTag, stagesOf } from './recipe.ts';
import type { Recipe } from './recipe.ts';

const stages = stagesOf(
  [
    'Checkout',
    'Build',
    'Unit tests',
    'SonarQube',
    'Robot Framework',
    'Image',
    'Push',
    'Deploy to dev',
    'Approve',
    'Deploy to staging',
  ]
    .map(name => `stage('${name}') { steps { } }`)
    .join('\n'),
);

function recipe(rest: Partial<Recipe> = {}): Recipe {
  return {
    service: 'orders',
    language: 'java',
    branch: 'main',
    stages,
    behaviours: ['Count containers', 'Count them twice'],
    isDeployed: true,
    tag: '1.0.0',
    commit: {
      hash: 'c83ae02076382670e286ac2474b7a7327fc28cde',
      author: 'Maren Visser',
      email: 'maren.visser@harbour.example',
      at: Date.UTC(2026, 9, 12, 9),
      message: 'Release 1.0.0',
      paths: ['pom.xml'],
      tags: ['v1.0.0'],
    },
    ...rest,
  };
}

describe('a run of the past', () => {
  it('is the same each time, and goes through all stages', async () => {
    const build = await pastRun(recipe(), 4, []);
    assert.deepEqual(
      build.stages.map(({ state }) => state),
      stages.map(() => 'success'),
    );
    assert.equal(build.result, 'SUCCESS');
    const again = await pastRun(recipe(), 4, []);
    assert.deepEqual(again.stages, build.stages);
    assert.equal(
      again.log.read(0, 1e6).toString(),
      build.log.read(0, 1e6).toString(),
    );
  });

  it('fails where it is to, skips the rest, and tells new failures from old', async () => {
    const broken = recipe({ mishap: 'unit tests' });
    const first = await pastRun(broken, 4, []);
    assert.equal(first.result, 'FAILURE');
    assert.deepEqual(
      first.stages.map(({ state }) => state),
      [
        ...['success', 'success', 'failure'],
        ...stages.slice(3).map(() => 'skipped'),
      ],
    );
    const failed = first.tests?.find(({ age }) => age);
    assert.equal(failed?.age, 1);
    assert.ok(failed);
    const next = await pastRun(broken, 5, [{ name: failed.name, since: 4 }]);
    assert.equal(next.tests?.find(({ age }) => age)?.age, 2);
    const mended = await pastRun(recipe(), 6, [
      { name: failed.name, since: 4 },
    ]);
    assert.ok(mended.tests?.some(({ status }) => status === 'FIXED'));
  });

  it('goes by what a message asks for, and a release by its tag', () => {
    assert.equal(askedMishap('Try it [broken tests]'), 'unit tests');
    assert.equal(askedMishap('Try it'), undefined);
    assert.equal(imageTag(recipe().commit), '1.0.0');
    assert.equal(imageTag({ ...recipe().commit, tags: [] }), 'c83ae02076');
  });
});
