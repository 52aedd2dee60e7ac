import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jenkinsItemSchema, pipelinesIn } from './jobs';
import { buildSchema } from './builds';
import { changesOf } from './commits';
import { parseRun, parametersOf } from './parseRun';
import { testReport, testReportSchema } from './readTests';
import { stagesOfWfapi, wfapiSchema } from './stages';

const folder = path.resolve(__dirname, '../../../test/fixtures/jenkins');
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const lines = (name: string): { input: unknown; data: unknown }[] =>
  text(name)
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));

function counts(words: (string | undefined)[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const word of words) found[`${word}`] = (found[`${word}`] ?? 0) + 1;
  return found;
}

describe('recorded responses of real Jenkins servers', () => {
  it('parses 29 runs of freestyle jobs, pipelines and branches', () => {
    const runs = [
      ...lines('builds-freestyle.jsonl'),
      ...lines('builds-multibranch.jsonl'),
    ].map(({ data }) => parseRun(data));
    expect(runs.filter(run => run?.problem)).toEqual([]);
    expect(counts(runs.map(run => run && runOutcome(run)))).toEqual({
      aborted: expect.any(Number),
      failed: expect.any(Number),
      'not-built': expect.any(Number),
      running: 3,
      succeeded: expect.any(Number),
      unstable: expect.any(Number),
    });
    expect(runs).toHaveLength(29);
    const hashes = runs.flatMap(run => run?.commit?.hash ?? []);
    expect(hashes.length).toBeGreaterThan(15);
    expect(hashes.filter(hash => !/^[0-9a-f]{40}$/.test(hash))).toEqual([]);
    const kinds = counts(
      runs.flatMap(run => run?.causes.map(({ kind }) => kind) ?? []),
    );
    expect(Object.keys(kinds).sort()).toEqual(
      expect.arrayContaining(['commit', 'person']),
    );
  });

  it('parses four branches of a job', () => {
    const item = jenkinsItemSchema.parse({
      _class:
        'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
      name: 'devlake-jenkins',
      fullName: 'github_org/devlake-jenkins',
      jobs: lines('jobs-multibranch.jsonl').map(({ data }) => data),
    });
    expect(
      pipelinesIn(item, 'github_org/devlake-jenkins').map(
        ({ name, kind, fullName }) => [name, kind, fullName],
      ),
    ).toEqual([
      ['feature-1', 'branch', 'github_org/devlake-jenkins/feature-1'],
      ['feature-2', 'branch', 'github_org/devlake-jenkins/feature-2'],
      ['main', 'branch', 'github_org/devlake-jenkins/main'],
      ['PR-2', 'change-request', 'github_org/devlake-jenkins/PR-2'],
    ]);
  });

  it('parses 89 stages', () => {
    const stages = [
      ...lines('wfapi-describe.jsonl'),
      ...lines('wfapi-describe-multibranch.jsonl'),
    ].flatMap(({ data }) =>
      stagesOfWfapi(wfapiSchema.parse({ stages: [data] }), 0),
    );
    expect(stages).toHaveLength(89);
    expect(stages.filter(({ startedAt }) => !startedAt)).toHaveLength(
      stages.filter(({ status }) => status === 'skipped').length,
    );
    expect(stages.map(({ error }) => error)).toContain(
      'org.jenkinsci.plugins.workflow.steps.FlowInterruptedException',
    );
  });

  it('parses a run of a pull request, whose actions are mostly empty', () => {
    const recorded = JSON.parse(text('nodejs-pull-request-run.json'));
    // The recorded query did not include the time.
    const build = buildSchema.parse({ ...recorded, timestamp: 1 });
    expect(parametersOf(build.actions)).toContainEqual({
      name: 'PR_ID',
      value: '21273',
    });
    expect(parametersOf(build.actions)).toContainEqual({
      name: 'CERTIFY_SAFE',
      value: true,
    });
    expect(changesOf(build)[0]).toMatchObject({
      hash: '1e8d78714975ce59f6ea2ea6bfa96dbc171ae38b',
      message: 'nit: alphabetization',
      author: { name: 'Jamie Davis', email: 'davisjam@vt.edu' },
    });
  });

  it('parses the test report of a matrix job', () => {
    const report = testReport(
      testReportSchema.parse(JSON.parse(text('nodejs-test-report.json'))),
      2400,
    );
    expect(report.counts).toMatchObject({ failed: 21, skipped: 233 });
    const failed = report.cases.filter(({ status }) => status === 'failed');
    expect(report.cases.slice(0, failed.length)).toEqual(failed);
    expect(report.cases.map(({ suite }) => suite)).toContain(
      'nodes=debian9-64',
    );
  });
});
