import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmulatedAnalysis } from '../../sonarqube/SonarQubeEmulator.ts';
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

type Failing = Parameters<typeof pastRun>[2];

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
  let analyses: EmulatedAnalysis[] = [];
  const past = (of: Recipe, number: number, failing: Failing = []) =>
    pastRun(of, number, failing, {
      url: 'http://sonarqube',
      submit: analysis => analyses.push(analysis),
    });

  it('is deterministic and runs all stages', async () => {
    const build = await past(recipe(), 4);
    assert.deepEqual(
      build.stages.map(({ state }) => state),
      stages.map(() => 'success'),
    );
    assert.equal(build.result, 'SUCCESS');
    const again = await past(recipe(), 4);
    assert.deepEqual(again.stages, build.stages);
    assert.equal(
      again.log.read(0, 1e6).toString(),
      build.log.read(0, 1e6).toString(),
    );
  });

  it('fails at the requested stage, skips the rest, and distinguishes new failures from old ones', async () => {
    const broken = recipe({ mishap: 'unit tests' });
    const first = await past(broken, 4);
    assert.equal(first.result, 'FAILURE');
    assert.deepEqual(
      first.stages.map(({ state }) => state),
      [
        ...['success', 'success', 'failure'],
        ...stages.slice(3).map(() => 'skipped'),
      ],
    );
    assert.deepEqual(first.restartableStages, [
      'Checkout',
      'Build',
      'Unit tests',
    ]);
    const failed = first.tests?.find(({ age }) => age);
    assert.equal(failed?.age, 1);
    assert.ok(failed);
    const next = await past(broken, 5, [{ name: failed.name, since: 4 }]);
    assert.equal(next.tests?.find(({ age }) => age)?.age, 2);
    const mended = await past(recipe(), 6, [{ name: failed.name, since: 4 }]);
    assert.ok(mended.tests?.some(({ status }) => status === 'FIXED'));
  });

  it('runs stages in parallel, as long as the longest, and orders the log by time', async () => {
    const [checkout, , , sonarqube, robot] = stages;
    const parallel = [sonarqube.name, robot.name];
    const build = await past(
      recipe({ stages: [checkout, { name: 'Checks', parallel }] }),
      7,
    );
    const [, checks] = build.stages;
    assert.equal(checks.isParallel, true);
    const lasted = checks.children?.map(child => child.totalDurationMillis);
    assert.deepEqual(lasted, [35_000, 41_000]);
    assert.equal(checks.totalDurationMillis, 41_000);
    const times = build.log
      .read(0, 1e6)
      .toString()
      .split('\n')
      .map(line => line.slice(0, 26))
      .filter(Boolean);
    assert.deepEqual(times, times.toSorted());
  });

  it('sends an analysis to SonarQube, whose quality gate fails on request', async () => {
    analyses = [];
    const good = await past(recipe(), 4);
    const bad = await past(recipe({ mishap: 'gate' }), 5);
    const [first, second] = analyses;
    assert.equal(good.sonarqube?.taskId, first.taskId);
    assert.equal(
      good.sonarqube?.dashboard,
      'http://sonarqube/dashboard?id=harbour%3Aorders',
    );
    assert.notEqual(second.taskId, first.taskId);
    assert.ok(Number(first.conditions[0].actualValue) >= 80);
    assert.ok(Number(second.conditions[0].actualValue) < 80);
    assert.equal(bad.result, 'FAILURE');
  });

  it('fails as the commit message requests, and treats a tag as a release', () => {
    assert.equal(askedMishap('Try it [broken tests]'), 'unit tests');
    assert.equal(askedMishap('Try it'), undefined);
    assert.equal(imageTag(recipe().commit), '1.0.0');
    assert.equal(imageTag({ ...recipe().commit, tags: [] }), 'c83ae02076');
  });
});

describe('the stages of a Jenkinsfile', () => {
  it('are the stages of the file, with parallel stages in their parent', () => {
    const parallel = `stage('Checks') {
      parallel {
        stage('SonarQube') { steps { withSonarQubeEnv('x') { sh 'y' } } }
        stage('Robot Framework') { steps { sh 'z' } }
      }
    }`;
    const text = `pipeline {
      stages {
        stage('Build') { steps { sh 'make' } }
        ${parallel}
        stage('Image') { steps { sh 'docker' } }
      }
    }`;
    assert.deepEqual(stagesOf(text), [
      { name: 'Build' },
      { name: 'Checks', parallel: ['SonarQube', 'Robot Framework'] },
      { name: 'Image' },
    ]);
    const nested = `pipeline {
      stages {
        stage('On one agent') {
          agent any
          stages {
            stage('Build') { steps { sh 'make' } }
            ${parallel}
          }
        }
        stage('Approve staging') { input { message 'x' } }
      }
    }`;
    assert.deepEqual(stagesOf(nested), [
      { name: 'Build' },
      { name: 'Checks', parallel: ['SonarQube', 'Robot Framework'] },
      { name: 'Approve staging' },
    ]);
  });
});
