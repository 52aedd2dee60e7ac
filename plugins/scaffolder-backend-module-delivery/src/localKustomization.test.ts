import { createMockDirectory } from '@backstage/backend-test-utils';
import { checkLocal } from './localKustomization';

describe('checkLocal', () => {
  const workspace = createMockDirectory();
  const check = async (kustomization: string, base = 'resources: []\n') => {
    workspace.setContent({
      base: { 'kustomization.yaml': base, 'a.yaml': 'kind: A' },
      dev: { 'kustomization.yml': kustomization, 'app.env': 'A=1' },
    });
    await checkLocal(workspace.resolve('dev'), workspace.path);
  };

  it('takes files and folders of the workspace, and texts that are no paths', async () => {
    const taken = check(
      `resources: [../base, ../base/a.yaml]
configMapGenerator: [{ name: a, envs: [app.env], literals: ['A=https://a.example'] }]
commonAnnotations: { docs: https://wiki.example/a }
patches: [{ target: { kind: A }, patch: '- { op: add, path: /a, value: "https://a.example" }' }]
transformers: ["kind: T\\nmetadata: {}\\n"]
`,
    );
    await expect(taken).resolves.toBeUndefined();
  });

  it.each([
    ['resources: [https://a.example/b.yaml]', 'https://a.example/b.yaml'],
    ['resources: [github.com/a/b//c]', 'github.com/a/b//c'],
    ['components: ["git@a.example:b/c.git"]', 'git@a.example:b/c.git'],
    ['resources: [../../elsewhere]', '../../elsewhere'],
    ['resources: [/etc]', '/etc'],
    ['openapi: { path: https://a.example/b }', 'https://a.example/b'],
    ['patches: [{ path: https://a.example/b }]', 'https://a.example/b'],
    [
      'configMapGenerator: [{ name: a, files: [b=https://a.example/b] }]',
      'b=https://a.example/b',
    ],
  ])('refuses %s', async (kustomization, named) => {
    await expect(check(kustomization)).rejects.toThrow(
      `dev/kustomization.yml names '${named}', which is no file or folder of the workspace`,
    );
    // Also where another leads to it
    await expect(check('resources: [../base]', kustomization)).rejects.toThrow(
      'base/kustomization.yaml names',
    );
  });
});
