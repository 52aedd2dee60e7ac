import { createMockDirectory } from '@backstage/backend-test-utils';
import { readFile } from 'node:fs/promises';
import { copyLocal } from './localKustomization';

describe('copyLocal', () => {
  const workspace = createMockDirectory();
  const copied = createMockDirectory();
  const copy = async (
    kustomization: string,
    base = 'resources: [a.yaml]\n',
  ) => {
    copied.clear();
    workspace.setContent({
      base: { 'kustomization.yaml': base, 'a.yaml': 'kind: A' },
      dev: {
        ...{ 'kustomization.yml': kustomization, 'app.env': 'A=1' },
        ...{ 'patch.yaml': '- {}', 'secret.txt': 'not named' },
        'github.com': { a: { 'kustomization.yaml': '' } },
        'git::http:': { host: { 'kustomization.yaml': '' } },
      },
    });
    await copyLocal(workspace.resolve('dev'), workspace.path, copied.path);
  };
  const read = (file: string) => readFile(copied.resolve(file), 'utf8');

  it('copies files and folders of the workspace, as they are named', async () => {
    await copy(
      `resources: [../base]
configMapGenerator: [{ name: a, envs: [app.env], files: [key=app.env], literals: ['A=https://a.example'] }]
commonAnnotations: { docs: https://wiki.example/a }
patches:
  - { target: { kind: A }, patch: '- { op: add, path: /a, value: "https://a.example" }' }
  - { target: { kind: A }, path: patch.yaml }
`,
    );
    expect(JSON.parse(await read('dev/kustomization.yaml'))).toMatchObject({
      resources: ['../base'],
      commonAnnotations: { docs: 'https://wiki.example/a' },
    });
    expect(await read('base/a.yaml')).toBe('kind: A');
    expect(await read('dev/patch.yaml')).toBe('- {}');
    expect(await read('dev/app.env')).toBe('A=1');
    await expect(read('dev/secret.txt')).rejects.toThrow('ENOENT');
  });

  it.each([
    ['resources: [https://a.example/b.yaml]', 'https://a.example/b.yaml'],
    ['resources: [github.com/a/b//c]', 'github.com/a/b//c'],
    ['resources: ["git::file:///a?ref=b"]', 'git::file:///a?ref=b'],
    ['resources: ["git::http:/host"]', 'git::http:/host'],
    ['resources: ["a\\nb"]', 'a\nb'],
    ['components: ["git@a.example:b/c.git"]', 'git@a.example:b/c.git'],
    ['resources: [../../elsewhere]', '../../elsewhere'],
    ['resources: [/etc]', '/etc'],
    ['patches: [{ path: https://a.example/b }]', 'https://a.example/b'],
    ['patches: [{ path: ../base }]', '../base'],
    [
      'configMapGenerator: [{ name: a, files: [b=https://a.example/b] }]',
      'https://a.example/b',
    ],
  ])('refuses %s', async (kustomization, named) => {
    await expect(copy(kustomization)).rejects.toThrow(
      `dev/kustomization.yml names '${named}', which is no file or folder of the workspace`,
    );
    // Also where another leads to it
    await expect(copy('resources: [../base]', kustomization)).rejects.toThrow(
      'base/kustomization.yaml names',
    );
  });

  it.each([
    'Resources: ["git::http://a.example/b"]',
    'openapi: { path: https://a.example/b }',
    'transformers: [a.yaml]',
    'helmCharts: [{ name: a, repo: https://a.example }]',
    'patches: [{ Path: /etc/passwd }]',
    'configMapGenerator: [{ name: a, Files: [/etc/passwd] }]',
    'x: &x { resources: [https://a.example] }\n<<: *x',
    'resources: [{ a: b }]',
    'resources: [!!binary Z2l0Ojpo]',
    '- a',
  ])('does not render %s', async kustomization => {
    await expect(copy(kustomization)).rejects.toThrow(
      'dev/kustomization.yml says what templates do not render: ',
    );
  });

  it('refuses a folder that reads like a host', async () => {
    await expect(copy('resources: [github.com/a]')).rejects.toThrow(
      "names the folder 'github.com/a', which reads like a host: write it as ./github.com/a",
    );
    await copy('resources: [./github.com/a]');
  });
});
