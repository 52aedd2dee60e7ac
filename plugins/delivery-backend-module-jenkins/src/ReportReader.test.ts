import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

const OUTPUT = `<?xml version="1.0" encoding="UTF-8"?>
<robot generator="Robot 7.0">
  <suite name="Harbour"><suite name="Smoke">
    <test name="v1.0 answers"><tag>smoke</tag><status status="FAIL" elapsed="0.2">404 != 200</status></test>
    <test name="was broken"><status status="FAIL" elapsed="0.1">again</status></test>
    <test name="later"><status status="SKIP" elapsed="0"/></test>
    <test name="works"><status status="PASS" elapsed="0.1"/></test>
  </suite></suite>
</robot>`;

// Handwritten, after Robot Framework's schema and the source of its Jenkins plugin
describe('test report of a run with only Robot Framework', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  const run = { server: 'default', job: 'shop', fullName: 'shop', number: 7 };
  const { signal } = new AbortController();

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    provider = JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'portal', apiKey: 'key' },
      }),
    );
    jenkins.answer('GET job/shop/7/robot/report/output.xml', {
      text: OUTPUT,
      headers: { 'content-type': 'application/xml' },
    });
  });

  afterEach(async () => jenkins.stop());

  it('counts test cases, and marks new failures', async () => {
    jenkins.answer('GET job/shop/6/robot/api/json', {
      json: { failedCases: ['Harbour.Smoke.was broken'] },
    });
    const report = await provider.readTests(run, { signal });
    expect(report).toMatchObject({
      counts: { total: 4, failed: 2, skipped: 1 },
      cases: [],
      problems: [],
    });
    expect(
      report?.robot?.flatMap(({ name, cases }) =>
        cases.map(each => [name, each.name, each.status, each.isNew]),
      ),
    ).toEqual([
      ['Harbour » Smoke', 'v1.0 answers', 'failed', true],
      ['Harbour » Smoke', 'was broken', 'failed', false],
      ['Harbour » Smoke', 'later', 'skipped', false],
      ['Harbour » Smoke', 'works', 'passed', false],
    ]);
  });

  it('marks no failure as new if the previous run is unknown', async () => {
    const report = await provider.readTests(run, { signal });
    expect(
      report?.robot?.some(({ cases }) => cases.some(({ isNew }) => isNew)),
    ).toBe(false);
  });
});

describe('reports of other plugins and names', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  const run = { server: 'default', job: 'shop', fullName: 'shop', number: 1 };
  const { signal } = new AbortController();

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    provider = JenkinsProvider.fromConfig(
      new ConfigReader({ jenkins: { baseUrl: jenkins.url } }),
    );
    jenkins.answer('GET job/shop/1/api/json', {
      json: { number: 1, timestamp: 1 },
    });
  });

  afterEach(async () => jenkins.stop());

  it('has the results of Robot Framework without its file, and says so', async () => {
    jenkins.answer('GET job/shop/1/robot/api/json', {
      json: {
        executedSuites: ['Smoke'],
        failedCases: ['Smoke.broken'],
        passedCases: ['Smoke.works', 'Smoke.too'],
        skippedCases: [],
      },
    });
    const report = await provider.readTests(run, { signal });
    expect(report).toMatchObject({
      counts: { total: 3, failed: 1, skipped: 0 },
      robot: [{ name: 'Smoke', failed: 1 }],
      problems: [{ code: 'robotOutputMissing' }],
    });
  });

  // After the sources of the plugins
  it.each([
    [
      'coverage',
      { projectStatistics: { line: '92.18%', branch: '80%', tests: '12' } },
      { line: 92.18, branch: 80 },
    ],
    [
      'coverage/result',
      {
        results: {
          elements: [
            { name: 'Line', ratio: 56.5 },
            { name: 'Conditional', ratio: 40 },
          ],
        },
      },
      { line: 56.5, branch: 40 },
    ],
    [
      'jacoco',
      {
        _class: 'hudson.plugins.jacoco.report.CoverageReport',
        lineCoverage: { percentage: 56, percentageFloat: 56.04 },
        branchCoverage: { percentage: 31 },
      },
      { line: 56.04, branch: 31 },
    ],
    [
      'cobertura',
      {
        results: {
          elements: [
            { name: 'Classes', ratio: 100 },
            { name: 'Lines', ratio: 75.5 },
            { name: 'Conditionals', ratio: 62 },
          ],
        },
      },
      { class: 100, line: 75.5, branch: 62 },
    ],
  ])('has the coverage of %s', async (path, json, coverage) => {
    jenkins.answer(`GET job/shop/1/${path}/api/json`, { json });
    // The address of another plugin
    if (path !== 'coverage') {
      jenkins.answer('GET job/shop/1/coverage/api/json', {
        json: { _class: 'io.jenkins.plugins.coverage.CoverageAction' },
      });
    }
    await expect(provider.readGate(run, { signal })).resolves.toMatchObject({
      coverage,
      problems: [],
    });
  });
});
