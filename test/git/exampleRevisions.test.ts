import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { demoRepositories } from './demoRepositories.ts';
import type { DemoRepositories } from './demoRepositories.ts';
import { exampleRevisions, releaseOf } from './exampleRevisions.ts';
import { releaseRevisions } from './releaseRevisions.ts';
import type { ReleaseRevisions } from './releaseRevisions.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');

describe('the revisions in the examples', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-revisions-'));
  let demo: DemoRepositories;
  let revisions: ReleaseRevisions;

  before(async () => {
    demo = await demoRepositories(examples);
    revisions = await releaseRevisions(demo, folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are the commits of their releases', async () => {
    const wrong = (await exampleRevisions(examples, revisions)).filter(
      ({ text, right }) => text !== right,
    );
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
      'Run node test/git/writeRevisions.ts',
    );
  });

  it('are newer in earlier environments', () => {
    const environments = ['dev', 'tight-dev', 'staging', 'prod'];
    const orders = demo.repositories.map(({ service, commits }) => {
      const images = demo.images[service.name];
      const releases = commits
        .flatMap(({ tag }) => tag?.slice(1) ?? [])
        .map(version => images[version] ?? version);
      return environments
        .flatMap(environment => releaseIn(service.name, environment) ?? [])
        .map(release => releases.indexOf(release));
    });
    for (const order of orders) {
      assert.deepEqual(
        order,
        order.toSorted((a, b) => b - a),
      );
    }
    const ahead = orders.filter(order => new Set(order).size > 1).length;
    assert.ok(ahead > 10, `${ahead} services differ between environments`);
  });
});

function releaseIn(service: string, environment: string): string | undefined {
  const overlay = ['harbour', service, 'overlays', environment];
  try {
    return releaseOf(
      readFileSync(
        path.join(examples, ...overlay, 'kustomization.yaml'),
        'utf8',
      ),
    );
  } catch {
    return undefined;
  }
}
