import {
  findingTexts,
  otherProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ClusterCache, relatedKinds, workloadKinds } from '../../kubernetes';
import { diagnose } from './diagnose';
import { expectedFindings } from './__fixtures__/expectedFindings';

const folder = path.join(__dirname, '__fixtures__');
const objectsSchema = z.array(z.looseObject({ kind: z.string() }));

/** A cache that has read all that a fixture holds. */
function cacheOf(fixture: string): ClusterCache {
  const file = path.join(folder, `${fixture}.json`);
  const objects = objectsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const cache = ClusterCache.create({
    accepts: () => true,
    engines: [],
    onChange: () => {},
    now: () => 0,
  });
  const sync = { state: 'synced', since: '2026-01-01' } as const;
  for (const { kind, project } of workloadKinds) {
    const own = objects.filter(object => object.kind === kind);
    cache.stores.workloads
      .target(kind)
      .replace(own.flatMap(object => project(object) ?? []));
    cache.stores.workloads.target(kind).setSync(sync);
  }
  for (const { kind, project } of relatedKinds) {
    const own = objects.filter(object => object.kind === kind);
    const target = cache.stores.related.target(kind);
    target.replace(own.flatMap(object => project(object) ?? []));
    target.setSync(sync);
  }
  return cache;
}

function diagnosed(fixture: string) {
  const cache = cacheOf(fixture);
  const [workload] = cache.namespaces().flatMap(n => cache.workloadsIn(n));
  return diagnose(cache.snapshot(workload));
}

const fixtures = readdirSync(folder)
  .filter(file => file.endsWith('.json'))
  .map(file => path.basename(file, '.json'));

describe('diagnose', () => {
  it.each(fixtures)('finds the cause in %s', fixture => {
    expect(lines(diagnosed(fixture))).toEqual(expectedFindings[fixture]);
  });

  it('has a recorded fixture for every rule', () => {
    const seen = fixtures
      .flatMap(diagnosed)
      .flatMap(({ rule, symptoms }) => [rule, ...symptoms.map(s => s.rule)]);
    expect([...new Set(seen)].sort()).toEqual(Object.keys(findingTexts).sort());
  });

  it.each(fixtures)('gives evidence and advice in %s', fixture => {
    const all = diagnosed(fixture).flatMap(({ symptoms, ...finding }) => [
      finding,
      ...symptoms,
    ]);
    for (const { evidence, sentence, advice } of all) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { kind, name, field, value } of evidence) {
        expect([kind, name, field, value]).not.toContain('');
      }
      // A place that nothing fills leaves two spaces, or one at the end.
      expect(`${sentence}${advice}`).not.toMatch(/ {2}|: ?;|undefined/);
    }
  });

  it('shows the termination message of a container without credentials', () => {
    const [{ evidence }] = diagnosed('crashLoopWithMessage');
    expect(evidence).toContainEqual(
      expect.objectContaining({
        kind: 'Pod',
        field: 'status.containerStatuses[app].lastState.terminated.message',
        value:
          'FATAL: cannot reach the database at postgres://orders:***@db:5432/orders: connection refused',
        time: '2026-01-01T10:00:03Z',
      }),
    );
  });

  it('counts the nodes for each reason of the scheduler', () => {
    const [{ details }] = diagnosed('unschedulableVolumeZone');
    expect(details).toEqual([
      { phrase: 'nodesAffinity', values: { count: 3 } },
      { phrase: 'nodesVolumeZone', values: { count: 2 } },
      { phrase: 'nodesTaint', values: { count: 1 } },
    ]);
  });

  it('shows the current use of a quota', () => {
    const [{ evidence }] = diagnosed('quotaExceeded');
    expect(evidence).toContainEqual(
      expect.objectContaining({
        kind: 'ResourceQuota',
        name: 'compute',
        field: 'status.used[requests.cpu]',
        value: '300m of 500m used',
      }),
    );
  });

  it('finds nothing that depends on an unavailable kind', () => {
    const cache = cacheOf('readinessFailingInService');
    cache.stores.related.target('EndpointSlice').setSync({
      state: 'failed',
      since: '2026-01-01',
      problem: otherProblem('forbidden'),
    });
    const [workload] = cache.workloadsIn(cache.namespaces()[0]);
    expect(lines(diagnose(cache.snapshot(workload)))).toEqual([
      'readinessFailing: Readiness probe of container app fails: 2 of 2 pods receive no traffic',
    ]);
    expect(cache.sync().state).toBe('synced');
    expect(cache.unavailableKinds()).toEqual([
      { resource: 'endpointslices', problem: otherProblem('forbidden') },
    ]);
  });
});

function lines(findings: Finding[]): string[] {
  return findings.flatMap(({ rule, sentence, symptoms }) => [
    `${rule}: ${nameless(sentence)}`,
    ...symptoms.map(s => `- ${s.rule}: ${nameless(s.sentence)}`),
  ]);
}

// Pods have another name in every recording.
function nameless(text: string): string {
  return text.replace(/orders-[0-9a-f]+-\w{5}?/g, 'orders-POD');
}
