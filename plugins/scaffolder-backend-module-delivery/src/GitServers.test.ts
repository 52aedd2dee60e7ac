import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { GitServers } from './GitServers';

function serversOf(servers: object[], integrations: object = {}) {
  const config = new ConfigReader({
    delivery: { git: { servers } },
    integrations,
  });
  return GitServers.fromConfig(config, ScmIntegrations.fromConfig(config));
}

const key = { keyFile: '/keys/git', knownHostsFile: '/keys/hosts' };

describe('GitServers', () => {
  it('returns the credentials of configured servers and of integrations', () => {
    const servers = serversOf(
      [
        { host: 'git.example', token: 't1' },
        { host: 'git.example:2222', ssh: key },
      ],
      {
        github: [
          { host: 'github.example', token: 't2', apiBaseUrl: 'https://x' },
        ],
        gitlab: [
          { host: 'gitlab.example', token: 't3', apiBaseUrl: 'https://x' },
        ],
        bitbucketServer: [
          { host: 'bitbucket.example', token: 't4', apiBaseUrl: 'https://x' },
        ],
        bitbucketCloud: [{ username: 'portal', token: 't5' }],
      },
    );
    const accessOf = (url: string) => servers.remote(url).access;
    expect(servers.remote('https://git.example/a/b')).toEqual({
      url: 'https://git.example/a/b',
      host: 'git.example',
      access: { protocol: 'https', username: 'token', token: 't1' },
    });
    expect(accessOf('ssh://git@git.example:2222/a/b.git')).toEqual({
      protocol: 'ssh',
      ...key,
    });
    expect(accessOf('https://bitbucket.example/scm/a/b.git')).toMatchObject({
      username: 'x-token-auth',
      token: 't4',
    });
    expect(accessOf('https://bitbucket.org/a/b.git')).toMatchObject({
      username: 'x-bitbucket-api-token-auth',
      token: 't5',
    });
    const onGitHub = servers.remote('https://github.example/a/b');
    expect(onGitHub.url).toBe('https://github.example/a/b.git');
    expect(onGitHub.access).toMatchObject({ username: 'x-access-token' });
    expect(onGitHub.filesUrl?.('main')).toBe(
      'https://github.example/a/b/blob/main/',
    );
    expect(
      servers.remote('https://gitlab.example/a/c/b.git').filesUrl?.('main'),
    ).toBe('https://gitlab.example/a/c/b/-/blob/main/');
  });

  it.each([
    [
      'https://other.example/a/b',
      /push to other.example: the portal has no token for it.*delivery.git.servers/,
    ],
    ['https://github.com/a/b', /push to github.com: the portal has no token/],
    [
      'https://git.example:8443/a/b',
      /push to git.example:8443: the portal has no token/,
    ],
    [
      'ssh://git@git.example/a/b',
      /push to git.example: the portal has no SSH key.*ssh.keyFile/,
    ],
    ['ssh://keys.example/a/b', /ssh:\/\/git@keys.example\/PATH/],
    ['ssh://-oProxyCommand=x@keys.example/a/b', /has no user name/],
    ['http://git.example/a/b', /starts with https:\/\/ or ssh:\/\//],
    ['file:///etc/passwd', /starts with https:\/\/ or ssh:\/\//],
    ['https://git.example/', /not the URL of a repository/],
    ['https://git.example/a?b=c', /not the URL of a repository/],
  ])('does not push to %s', (url, reason) => {
    const servers = serversOf([
      { host: 'git.example', token: 't1' },
      { host: 'keys.example', ssh: key },
    ]);
    expect(() => servers.remote(url)).toThrow(reason);
  });

  it('does not repeat a credential in a URL', () => {
    const remote = () =>
      serversOf([]).remote('https://me:hidden@git.example/a/b');
    expect(remote).toThrow(/contains a credential/);
    expect(remote).not.toThrow(/hidden/);
  });

  it.each([
    [[{ host: 'a.example' }], /a.example without credentials/],
    [
      [
        { host: 'a.example', token: 'x' },
        { host: 'A.example', token: 'y' },
      ],
      /two entries for a.example/,
    ],
    [
      [{ host: 'a.example', ssh: { ...key, keyFile: '/keys/$(id)' } }],
      /ssh.keyFile '\/keys\/\$\(id\)' for a.example. It must be an absolute path/,
    ],
    [
      [{ host: 'a.example', ssh: { ...key, knownHostsFile: 'hosts' } }],
      /ssh.knownHostsFile 'hosts'/,
    ],
  ])('reports the invalid configuration %j', (servers, reason) => {
    expect(() => serversOf(servers)).toThrow(reason);
  });
});
