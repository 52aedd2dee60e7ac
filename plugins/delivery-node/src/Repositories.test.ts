import { mockServices } from '@backstage/backend-test-utils';
import addresses from './__fixtures__/repositoryAddresses.json';
import { Repositories } from './Repositories';

describe('Repositories', () => {
  const repositories = Repositories.fromConfig(
    mockServices.rootConfig({
      data: {
        integrations: { bitbucketServer: [{ host: 'bitbucket.example' }] },
        delivery: {
          ownership: {
            repositoryHosts: [
              { host: 'git.example:3300', aliases: ['git.internal'] },
            ],
          },
        },
      },
    }),
  );
  const file = 'https://git.example/harbour/billing/src/branch/main/a.yaml';

  it.each([
    [file, 'https://git.example/harbour/billing'],
    [file, 'https://git.example/harbour/billing.git'],
    [file, 'https://user:token@git.example/Harbour/Billing.git/'],
    [file, 'git@git.example:harbour/billing.git'],
    [file, 'ssh://git@git.example:7999/harbour/billing.git'],
    [
      'https://git.example:3300/harbour/billing',
      'https://git.internal/harbour/billing.git',
    ],
    ['git@git.internal:harbour/billing', 'git@git.example:harbour/billing'],
    [
      'https://bitbucket.example/projects/HARB/repos/billing/browse/a.yaml',
      'https://bitbucket.example/scm/harb/billing.git',
    ],
    [
      'https://bitbucket.example/projects/HARB/repos/billing',
      'ssh://git@bitbucket.example:7999/harb/billing.git',
    ],
    [
      'https://git.example/a/b/c/-/blob/main/catalog-info.yaml',
      'git@git.example:a/b/c.git',
    ],
    // Pairs of a remote and an address of the same repository, without configuration
    ...addresses
      .filter(({ same }) => same)
      .map(({ remote, address }) => [remote, address]),
    [
      'ssh://git@bitbucket.example.org:7999/~ada/app.git',
      'https://bitbucket.example.org/users/ada/repos/app/browse/x?at=main',
    ],
    [
      'https://bitbucket.example.org:7990/scm/testp/x.git',
      'https://bitbucket.example.org:7990/projects/TESTP/repos/x/browse',
    ],
    [
      'https://ada@dev.azure.com/org/My%20Project/_git/app',
      'git@ssh.dev.azure.com:v3/org/My%20Project/app',
    ],
    [
      'https://org.visualstudio.com/DefaultCollection/proj/_git/app',
      'https://dev.azure.com/org/proj/_git/app?path=/catalog-info.yaml',
    ],
    [
      'org@vs-ssh.visualstudio.com:v3/org/proj/app',
      'https://org.visualstudio.com/proj/_git/app',
    ],
    [
      'https://dev.azure.com/org/_git/app',
      'git@ssh.dev.azure.com:v3/org/app/app',
    ],
    [
      'ssh://tfs.example:22/tfs/Collection/proj/_ssh/app',
      'https://tfs.example/tfs/Collection/proj/_git/app',
    ],
    [
      'ssh://ada@gerrit.example.org:29418/team/app',
      'https://gerrit.example.org/a/team/app',
    ],
    [
      'ssh://ada@code.example.org:29418/team/app',
      'https://code.example.org/r/a/team/app',
    ],
    [
      'https://gerrit.example.org/plugins/gitiles/team/app/+/refs/heads/main/a.yaml',
      'https://gerrit.example.org/team/app.git',
    ],
    ['https://code.example.org/a/app', 'https://code.example.org/app'],
    ['git@ssh.github.com:org/app.git', 'https://www.github.com/Org/app/wiki'],
    [
      'https://raw.githubusercontent.com/org/app/main/catalog-info.yaml',
      'git://github.com/org/app.git',
    ],
    ['git@altssh.gitlab.com:a/b/app', 'https://gitlab.com/a/b/app/-/tree/x'],
    ['git@git.example:/harbour/billing.git', file],
  ])('%s is of the same repository as %s', (a, b) => {
    expect(repositories.isSame(a, b)).toBe(true);
    expect(repositories.isSame(b, a)).toBe(true);
  });

  it.each([
    [file, 'https://git.example/harbour/billing-2'],
    [file, 'https://git.example/harbour'],
    [file, 'https://git.example.evil/harbour/billing'],
    [file, 'https://git.example:8443/harbour/billing'],
    [file, 'https://evil/https://git.example/harbour/billing'],
    [file, 'https://git.example@evil/harbour/billing'],
    [file, 'git@evil:git.example/harbour/billing'],
    [
      file,
      'https://git.example/x/mine/src/branch/main/harbour/billing/catalog-info.yaml',
    ],
    // Only Bitbucket has these paths: elsewhere they are other repositories.
    [file, 'https://git.example/scm/harbour/billing'],
    [file, 'https://git.example/projects/harbour/repos/billing'],
    // Nor are these prefixes, except for Gerrit
    [file, 'https://git.example/a/harbour/billing'],
    [
      'https://bitbucket.example.org/projects/PROJ/repos/app',
      'https://bitbucket.example.org/proj/app',
    ],
    [
      'https://dev.azure.com/org/proj/_git/app',
      'https://dev.azure.com/org/other/_git/app',
    ],
    ['https://github.com/a/app', 'https://github.com/app'],
    [
      'https://git.example/harbour%2Fbilling/x',
      'https://git.example/harbour/billing/x',
    ],
    [file, 'file:///harbour/billing'],
    [file, '/harbour/billing'],
    [file, ''],
    ['', ''],
  ])('%s is not of the same repository as %s', (a, b) => {
    expect(repositories.isSame(a, b)).toBe(false);
    expect(repositories.isSame(b, a)).toBe(false);
  });

  it('names an invalid host', () => {
    const config = mockServices.rootConfig({
      data: {
        delivery: {
          ownership: {
            repositoryHosts: [{ host: 'https://git.example', aliases: [] }],
          },
        },
      },
    });
    expect(() => Repositories.fromConfig(config)).toThrow(
      "delivery.ownership.repositoryHosts has 'https://git.example', which is not a host",
    );
  });

  it.each([
    ['https://bitbucket.example.org/projects/PROJ/repos/app/browse', 'app'],
    ['git@ssh.dev.azure.com:v3/org/proj/app', 'app'],
    ['https://gerrit.example.org/a/app', 'app'],
    ['https://github.com/org/App.git', 'app'],
    ['', ''],
  ])('the name of the repository in %j is %j', (address, name) => {
    expect(repositories.nameIn(address)).toBe(name);
  });
});
