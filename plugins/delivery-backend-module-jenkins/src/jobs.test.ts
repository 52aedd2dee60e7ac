import { jenkinsItemSchema, pipelinesIn } from './jobs';

const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
const metadata = (name: string) => [
  {},
  null,
  { _class: `jenkins.scm.api.metadata.${name}` },
];

// Handwritten, after the sources of scm-api and branch-api
describe('pipelinesIn', () => {
  it('distinguishes branches, change requests, tags and the default branch', () => {
    const item = jenkinsItemSchema.parse({
      _class: MULTIBRANCH,
      name: 'shop',
      fullName: 'harbour/shop',
      views: [
        { _class: 'hudson.model.ListView', name: 'default', jobs: [] },
        { name: 'tags', jobs: [{ name: 'v1.0' }] },
        { name: 'change-requests', jobs: [{ name: 'review%2F5' }] },
      ],
      jobs: [
        {
          name: 'next',
          actions: metadata('PrimaryInstanceMetadataAction'),
        },
        { name: 'main' },
        { name: 'v1.0' },
        { name: 'review%2F5' },
        { name: 'patch', actions: metadata('ContributorMetadataAction') },
        { name: '100%', actions: null },
      ],
    });
    expect(
      pipelinesIn(item, 'harbour/shop').map(
        ({ name, fullName, kind, isDefault }) => [
          name,
          fullName,
          kind,
          isDefault,
        ],
      ),
    ).toEqual([
      ['next', 'harbour/shop/next', 'branch', true],
      ['main', 'harbour/shop/main', 'branch', false],
      ['v1.0', 'harbour/shop/v1.0', 'tag', false],
      ['review/5', 'harbour/shop/review%2F5', 'change-request', false],
      ['patch', 'harbour/shop/patch', 'change-request', false],
      ['100%', 'harbour/shop/100%', 'branch', false],
    ]);
  });

  it('believes the views of a project before names that look like change requests', () => {
    const names = ['PR-7', 'PR-7-hotfix', 'PR-8-merge', 'MR-1', 'main'];
    const kindsOf = (views: unknown[]) =>
      pipelinesIn(
        jenkinsItemSchema.parse({
          _class: MULTIBRANCH,
          name: 'shop',
          views,
          jobs: names.map(name => ({ name })),
        }),
        'shop',
      ).map(({ kind }) => kind);
    const request = 'change-request';
    expect(kindsOf([])).toEqual([
      request,
      'branch',
      request,
      request,
      'branch',
    ]);
    expect(
      kindsOf([
        {
          name: 'default',
          jobs: ['PR-7', 'PR-7-hotfix', 'main'].map(name => ({ name })),
        },
        {
          name: 'change-requests',
          jobs: ['PR-8-merge', 'MR-1'].map(name => ({ name })),
        },
      ]),
    ).toEqual(['branch', 'branch', request, request, 'branch']);
  });

  it('lists the jobs of folders and organizations, three levels deep', () => {
    const item = jenkinsItemSchema.parse({
      _class: 'jenkins.branch.OrganizationFolder',
      name: 'harbour',
      jobs: [
        { _class: MULTIBRANCH, name: 'shop', jobs: [{ name: 'a%2Fb' }] },
        {
          _class: 'com.cloudbees.hudson.plugins.folder.Folder',
          name: 'tools',
          jobs: [{ name: 'a%2Fb', color: 'disabled' }],
        },
      ],
    });
    expect(pipelinesIn(item, 'harbour')).toEqual([
      {
        name: 'shop » a/b',
        fullName: 'harbour/shop/a%2Fb',
        kind: 'branch',
        isBuildable: true,
      },
      {
        name: 'tools » a%2Fb',
        fullName: 'harbour/tools/a%2Fb',
        kind: 'job',
        isBuildable: false,
      },
    ]);
  });
});
