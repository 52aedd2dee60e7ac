import {
  findingTexts,
  otherProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { cacheOfObjects } from '../../__testUtils__/cacheOfObjects';
import type { ClusterCache } from '../../kubernetes';
import { diagnose } from './diagnose';
import { publicCases } from './__fixtures__/public';
import { expectedFindings } from './__fixtures__/expectedFindings';

const folder = path.join(__dirname, '__fixtures__');
/** Rules of the rollout of an engine; see `rollout.test.ts`. */
const WITH_ROLLOUT = ['analysisFailed', 'rolloutFailed'];

/** A time long after the recordings. */
const LATER = Date.parse('2027-01-01T00:00:00Z');

const objectsSchema = z.array(z.looseObject({ kind: z.string() }));

/** A cache that has read everything in a fixture. */
function cacheOf(fixture: string): ClusterCache {
  const file = path.join(folder, `${fixture}.json`);
  return cacheOfObjects(
    objectsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
  );
}

function diagnosed(fixture: string) {
  const cache = cacheOf(fixture);
  const [workload] = cache.namespaces().flatMap(n => cache.workloadsIn(n));
  return diagnose({ ...cache.snapshot(workload), now: LATER });
}

const fixtures = readdirSync(folder)
  .filter(file => file.endsWith('.json'))
  .map(file => path.basename(file, '.json'));

describe('diagnose', () => {
  it.each(fixtures)('finds the cause in %s', fixture => {
    expect(lines(diagnosed(fixture))).toEqual(expectedFindings[fixture]);
  });

  it('has a fixture for every rule', () => {
    const inPublicCases = Object.values(publicCases)
      .flatMap(cases => Object.values(cases))
      .flatMap(({ findings = [] }) => findings)
      .map(line => line.replace(/^- /, '').split(' ')[0]);
    const seen = [
      ...fixtures
        .flatMap(diagnosed)
        .flatMap(({ rule, symptoms }) => [rule, ...symptoms.map(s => s.rule)]),
      ...inPublicCases,
      ...WITH_ROLLOUT,
    ];
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
    expect(
      lines(diagnose({ ...cache.snapshot(workload), now: LATER })),
    ).toEqual([
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
