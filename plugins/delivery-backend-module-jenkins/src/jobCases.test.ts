import { z } from 'zod';
import { fixtureJson } from './__testUtils__/fixtures';
import { JenkinsWebhooks } from './JenkinsWebhooks';
import { jenkinsItemSchema, listedJob } from './jobs';

describe('jobs that are not listed', () => {
  it('are not mistaken for pipelines, and are named', () => {
    const item = jenkinsItemSchema.parse(
      fixtureJson('jobs-folder-below-the-tree.json'),
    );
    expect(listedJob(item, 'dept')).toMatchObject({
      pipelines: [],
      problems: [
        {
          code: 'jenkinsFoldersTooDeep',
          values: { target: 'dept', folders: "'dept/team/org/app'" },
        },
      ],
    });
  });

  it.each([
    'com.cloudbees.hudson.plugins.folder.Folder',
    'jenkins.branch.OrganizationFolder',
    'com.acme.jenkins.SpecialContainer',
  ])('an item of the class %s is no pipeline', _class => {
    const item = { _class, name: 'team', views: [] };
    const root = { name: 'dept', jobs: [item] };
    expect(listedJob(jenkinsItemSchema.parse(root), 'dept').pipelines).toEqual(
      [],
    );
    expect(listedJob(jenkinsItemSchema.parse(item), 'team').pipelines).toEqual(
      [],
    );
  });

  it('are counted, if a project has more branches than are listed', () => {
    const jobs = Array.from({ length: 1_001 }, (_, n) => ({ name: `b${n}` }));
    const item = jenkinsItemSchema.parse({ name: 'shop', jobs });
    const { pipelines, problems } = listedJob(item, 'shop');
    expect(pipelines).toHaveLength(1_000);
    expect(problems).toMatchObject([
      { code: 'jenkinsJobsOmitted', values: { target: 'shop', limit: 1_000 } },
    ]);
  });
});

describe('a webhook of the Notification plugin', () => {
  const read = z
    .object({ body: z.object({}).loose(), expectedServer: z.string() })
    .parse(fixtureJson('webhook-of-the-notification-plugin.json'));
  const server = (name: string, baseUrl: string) => ({ name, baseUrl });
  const event = (servers: { name: string; baseUrl: string }[]) =>
    JenkinsWebhooks.create({ secret: 's', now: () => 0, servers }).read({
      headers: { 'x-fairway-secret': 's' },
      body: Buffer.from(JSON.stringify(read.body)),
    });

  it.each([
    [[server('company', 'https://ci.example.org')]],
    // Jenkins knows itself by another URL
    [[server('company', 'http://jenkins.internal:8080')]],
    [
      [
        server('default', 'https://other.example.org'),
        server('company', 'https://ci.example.org'),
      ],
    ],
    [
      [
        server('default', 'https://other.example.org'),
        server('company', 'http://ci.example.org:8080'),
      ],
    ],
  ])('is of the server that sent it: %j', servers => {
    expect(event(servers)).toEqual({
      job: 'team/app/main',
      server: read.expectedServer,
    });
  });

  it('is refused if it names a server that is not configured', () => {
    const webhooks = JenkinsWebhooks.create({
      secret: 's',
      now: () => 0,
      servers: [server('company', 'https://ci.example.org')],
    });
    const body = Buffer.from('{"job": "a/b", "server": "default"}');
    expect(() =>
      webhooks.read({ headers: { 'x-fairway-secret': 's' }, body }),
    ).toThrow(
      "names the Jenkins server 'default', which is not configured. Name one of the configured servers: company",
    );
  });

  it('is of the default server, if none has its address', () => {
    const servers = [
      server('a', 'https://a.example'),
      server('default', 'https://b.example'),
    ];
    expect(event(servers)?.server).toBe('default');
  });
});
