import { ConfigReader } from '@backstage/config';
import { Repositories } from './Repositories';

describe('Repositories', () => {
  const repositories = Repositories.fromConfig(
    new ConfigReader({
      integrations: { bitbucketServer: [{ host: 'bitbucket.example' }] },
      delivery: {
        ownership: {
          repositoryHosts: [
            { host: 'git.example:3300', aliases: ['git.internal'] },
          ],
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
    [file, 'file:///harbour/billing'],
    [file, '/harbour/billing'],
    [file, ''],
    ['', ''],
  ])('%s is not of the same repository as %s', (a, b) => {
    expect(repositories.isSame(a, b)).toBe(false);
    expect(repositories.isSame(b, a)).toBe(false);
  });

  it('names an invalid host', () => {
    const config = new ConfigReader({
      delivery: {
        ownership: {
          repositoryHosts: [{ host: 'https://git.example', aliases: [] }],
        },
      },
    });
    expect(() => Repositories.fromConfig(config)).toThrow(
      "delivery.ownership.repositoryHosts has 'https://git.example', which is not a host",
    );
  });
});
