import { mockServices } from '@backstage/backend-test-utils';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

const { signal } = new AbortController();
const repository = 'https://git.example/weather/rain-gauge';

const FOLDER = 'com.cloudbees.hudson.plugins.folder.Folder';
const JOB = 'org.jenkinsci.plugins.workflow.job.WorkflowJob';
const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';

/** What a job's last build checked out. Written by hand. */
const built = (...remotes: string[]) => ({
  lastBuild: {
    actions: [
      {},
      null,
      ...remotes.map(remote => ({
        lastBuiltRevision: { SHA1: 'c83ae020' },
        remoteUrls: [remote],
      })),
    ],
  },
});

describe('JenkinsProvider.find', () => {
  let jenkins: FakeJenkins;

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
  });

  afterEach(() => jenkins.stop());

  const find = () =>
    JenkinsProvider.fromConfig(
      mockServices.rootConfig({
        data: { jenkins: { baseUrl: jenkins.url } },
      }),
    ).find(repository, { signal });

  const list = (...jobs: object[]) =>
    jenkins.answer('GET api/json', { json: { jobs } });

  it('has the job first that builds nothing else', async () => {
    list(
      { _class: JOB, name: 'rain-gauge' },
      { _class: JOB, name: 'rain-gauge, old' },
      { _class: MULTIBRANCH, name: 'gauge', jobs: [{ name: 'main' }] },
    );
    const other = 'https://git.example/weather/tide';
    jenkins.answer('GET job/rain-gauge/api/json', {
      json: { url: 'ftp://jenkins.example/', ...built(other, repository) },
    });
    const old = encodeURIComponent('rain-gauge, old');
    jenkins.answer(`GET job/${old}/api/json`, { json: built(repository) });
    jenkins.answer('GET job/gauge/api/json', {
      json: {
        url: 'https://jenkins.example/job/gauge/',
        jobs: [{ lastBuild: null }, built(`${repository}.git`)],
      },
    });
    await expect(find()).resolves.toEqual({
      jobs: [
        { name: 'gauge', url: 'https://jenkins.example/job/gauge/' },
        { name: 'rain-gauge' },
      ],
      problems: [],
    });
  });

  it('asks for names in one call, and never for more than it needs', async () => {
    list(
      ...Array.from({ length: 100 }, (_, index) => ({
        _class: JOB,
        name: `job-${index}`,
      })),
      // Deeper than is looked
      { _class: FOLDER, name: 'rain-gauge' },
    );
    await expect(find()).resolves.toEqual({ jobs: [], problems: [] });
    expect(jenkins.calls).toHaveLength(31);
    const trees = jenkins.received.map(({ query }) => query.get('tree') ?? '');
    expect(trees[0]).toBe(
      'jobs[name,jobs[name,jobs[name,jobs[name]{0,1000}]{0,1000}]{0,1000}]{0,1000}',
    );
    const lastBuild =
      'lastBuild[actions[lastBuiltRevision[SHA1],remoteUrls,libraries[name]]]';
    expect(new Set(trees.slice(1))).toEqual(
      new Set([`url,${lastBuild},jobs[${lastBuild}]{0,5}`]),
    );
  });

  it('goes on past a job that cannot be read, and says so', async () => {
    list(
      ...['rain-gauge', 'b', 'c', 'd', 'e'].map(name => ({
        _class: JOB,
        name,
      })),
    );
    jenkins.answer('GET job/rain-gauge/api/json', {
      text: 'Oops!',
      status: 500,
    });
    const problems = [
      "Jenkins 'default' answered 500 when asked for job 'rain-gauge'",
    ];
    await expect(find()).resolves.toEqual({ jobs: [], problems });
    jenkins.answer('GET job/e/api/json', { json: built(repository) });
    await expect(find()).resolves.toEqual({ jobs: [{ name: 'e' }], problems });
  });
});
