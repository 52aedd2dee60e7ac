import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { decisionsOf } from './demoDecisions.ts';
import { isRollout, isWorkload } from './demoHistory.ts';
import type { History, Manifest } from './demoHistory.ts';

const root = path.join(import.meta.dirname, '..', '..');
const examples = path.join(root, 'examples');
const kwok = path.join(import.meta.dirname, 'kwok');
const kubernetesId = 'backstage.io/kubernetes-id';

interface Expression {
  key: string;
  values?: string[];
}

/** The fields of KWOK's Stage that the tests read. */
interface Stage extends Manifest {
  spec: { selector: { matchExpressions: { jq: Expression }[] } };
}

describe('the demo', async () => {
  const manifests = await read(path.join(examples, 'harbour'));
  const catalog = await read(path.join(examples, 'catalog'));
  const stages = (await read(kwok)).filter(isStage);
  const components = catalog.filter(({ kind }) => kind === 'Component');

  it('deploys every component except the library', () => {
    const folders = new Set(
      manifests
        .filter(item => isWorkload(item) || item.kind === 'CronJob')
        .map(({ metadata }) => metadata.name),
    );
    const ids = components.flatMap(
      ({ metadata }) => metadata.annotations?.[kubernetesId] ?? [],
    );
    assert.deepEqual(
      ids.filter(id => !folders.has(id)),
      [],
    );
    const others = components.filter(
      ({ metadata }) => !metadata.annotations?.[kubernetesId],
    );
    assert.deepEqual(
      others.map(({ metadata }) => metadata.name),
      ['notice-board', 'harbour-map'],
    );
  });

  it('has a component for every service', () => {
    const names = new Set(components.map(({ metadata }) => metadata.name));
    const services = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    assert.ok(services.length >= 10);
    for (const { metadata } of services) {
      assert.ok(names.has(metadata.name), metadata.name);
    }
  });

  it('has rollouts that people confirm, promote and abort', () => {
    const decisions = manifests.filter(isRollout).flatMap(decisionsOf);
    assert.deepEqual([...new Set(decisions)].sort(), [
      'abort',
      'confirm',
      'promote',
    ]);
  });

  it('gives a Rollout one first release, which takes no steps', async () => {
    const history: History = parse(
      await readFile(path.join(examples, 'harbour', 'history.yaml'), 'utf8'),
    );
    const rollouts = new Set(
      manifests.filter(isRollout).map(({ metadata }) => metadata.name),
    );
    const releases = Object.values(history)
      .flatMap(services => Object.entries(services))
      .filter(([name]) => rollouts.has(name));
    assert.ok(releases.length > rollouts.size);
    assert.deepEqual(
      releases.filter(([, { length }]) => length !== 1),
      [],
    );
  });

  it('uses every behaviour of the stages, and no other', () => {
    // At any depth: an overlay may be a list of JSON Patch operations.
    const used = new Set(
      [
        ...JSON.stringify(manifests).matchAll(
          /"simulate\.fairway\.dev\/behaviour":"([^"]+)"/g,
        ),
      ].map(([, name]) => name),
    );
    // A pod of a Job completes without an annotation.
    const fromTags = ['slow', 'unready', 'crash', 'oom', 'none', 'completes'];
    const known = new Set(
      ofBehaviour(stages)
        .flatMap(({ values }) => values ?? [])
        .filter(name => !fromTags.includes(name)),
    );
    assert.deepEqual([...used].sort(), [...known].sort());
  });

  it('reads the behaviour of a pod in one way', () => {
    assert.equal(new Set(ofBehaviour(stages).map(({ key }) => key)).size, 1);
  });
});

async function read(folder: string): Promise<Manifest[]> {
  const names = await readdir(folder, { recursive: true });
  const manifests: Manifest[] = [];
  for (const name of names.filter(each => each.endsWith('.yaml'))) {
    const text = await readFile(path.join(folder, name), 'utf8');
    for (const document of parseAllDocuments(text)) {
      assert.deepEqual(document.errors, [], name);
      manifests.push(document.toJS());
    }
  }
  return manifests;
}

function isStage(manifest: Manifest): manifest is Stage {
  return manifest.kind === 'Stage';
}

function ofBehaviour(stages: Stage[]): Expression[] {
  return stages
    .flatMap(({ spec }) => spec.selector.matchExpressions)
    .flatMap(({ jq }) =>
      jq.key.includes('simulate.fairway.dev/behaviour') ? jq : [],
    );
}
