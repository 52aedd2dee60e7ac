import { mockServices } from '@backstage/backend-test-utils';
import { pipelineProblem } from '@fairway/backstage-plugin-delivery-common';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

const { signal } = new AbortController();
const repository = 'https://git.example/weather/rain-gauge';

const FOLDER = 'com.cloudbees.hudson.plugins.folder.Folder';
const JOB = 'org.jenkinsci.plugins.workflow.job.WorkflowJob';
const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';

/** A job's last build with its checkouts. Handwritten. */
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

describe('JenkinsProvider.findJobs', () => {
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
    ).findJobs(repository, { signal });

  const list = (...jobs: object[]) =>
    jenkins.answer('GET api/json', { json: { jobs } });

  it('lists jobs that build no other repository first', async () => {
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

  it('lists the names in one request, and reads a limited number of jobs', async () => {
    list(
      ...Array.from({ length: 100 }, (_, index) => ({
        _class: JOB,
        name: `job-${index}`,
      })),
      // Its jobs are deeper than the listing
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

  it('continues after a job that cannot be read, and reports it', async () => {
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
      pipelineProblem('jenkinsUnexpectedAnswer', {
        server: 'default',
        target: 'rain-gauge',
        answer: '500',
      }),
    ];
    await expect(find()).resolves.toEqual({ jobs: [], problems });
    jenkins.answer('GET job/e/api/json', { json: built(repository) });
    await expect(find()).resolves.toEqual({ jobs: [{ name: 'e' }], problems });
  });
});
