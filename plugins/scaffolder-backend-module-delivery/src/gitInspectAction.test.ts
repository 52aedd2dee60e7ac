import { actionContext } from './__testUtils__/actionContext';
import { createGitInspectAction } from './gitInspectAction';

describe('delivery:git:inspect', () => {
  const tree: Record<string, string> = {
    'go.mod': 'module tides\n',
    Dockerfile: 'FROM scratch\nEXPOSE 9000\n',
  };
  const readTree = jest.fn(async (_url: string) => ({
    etag: '',
    archive: jest.fn(),
    dir: jest.fn(),
    files: async () =>
      Object.entries(tree).map(([path, text]) => ({
        path,
        content: async () => Buffer.from(text),
      })),
  }));
  const gitea = {
    has: (url: string) => url.startsWith('https://gitea.example/'),
    repository: async (url: string) => ({
      integration: { host: 'gitea.example' },
      defaultBranch: 'trunk',
      owner: 'harbour',
      name: 'tides',
      canPush: false,
      canAdminister: false,
      fileUrl: (path: string) => `${url}/src/branch/trunk/${path}`,
    }),
  };
  const action = createGitInspectAction({ gitea, reader: { readTree } });

  it('reads the default branch of a Gitea repository, also in a dry run', async () => {
    const repositoryUrl = 'https://gitea.example/harbour/tides';
    const { ctx, output, said } = actionContext(
      action,
      { repositoryUrl },
      { isDryRun: true },
    );
    await action.handler(ctx);
    expect(readTree.mock.calls[0][0]).toBe(
      `${repositoryUrl}/src/branch/trunk/`,
    );
    expect(said()).toEqual([
      'Language go; found no catalog file, no manifests, Dockerfile, no Jenkinsfile, no OpenAPI document; exposed port 9000',
    ]);
    expect(Object.fromEntries(output.mock.calls)).toEqual({
      language: 'go',
      dockerfile: 'Dockerfile',
      port: 9000,
      repoContentsUrl: `${repositoryUrl}/src/branch/trunk/`,
    });
  });

  it('reads a repository on another server with the portal’s integrations', async () => {
    readTree.mockClear();
    const repositoryUrl = 'https://github.example/harbour/tides';
    await action.handler(actionContext(action, { repositoryUrl }).ctx);
    expect(readTree.mock.calls[0][0]).toBe(`${repositoryUrl}/`);
  });
});
