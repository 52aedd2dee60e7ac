import { createMockDirectory } from '@backstage/backend-test-utils';
import { readFile } from 'node:fs/promises';
import { copyLocalKustomization } from './localKustomization';

describe('copyLocalKustomization', () => {
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
        'kustomization.yml': kustomization,
        'app.env': 'A=1',
        'patch.yaml': '- {}',
        'secret.txt': 'not named',
        'github.com': { a: { 'kustomization.yaml': '' } },
        'git::http:': { host: { 'kustomization.yaml': '' } },
      },
    });
    await copyLocalKustomization(
      workspace.resolve('dev'),
      workspace.path,
      copied.path,
    );
  };
  const read = (file: string) => readFile(copied.resolve(file), 'utf8');

  it('copies the files and folders of the workspace that the kustomization refers to', async () => {
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
  ])('rejects %s', async (kustomization, named) => {
    await expect(copy(kustomization)).rejects.toThrow(
      `dev/kustomization.yml refers to '${named}', which is not a file or folder in the workspace`,
    );
    // Also in a kustomization that is included
    await expect(copy('resources: [../base]', kustomization)).rejects.toThrow(
      'base/kustomization.yaml refers to',
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
    '- a',
  ])('does not render %s', async kustomization => {
    await expect(copy(kustomization)).rejects.toThrow(
      'dev/kustomization.yml is invalid, or has fields that templates do not support: ',
    );
  });

  it.each([
    ['resources: [!!binary Z2l0Ojpo]', 'Unresolved tag'],
    ['resources: [a]\n---\nresources: [b]', 'has 2 YAML documents'],
    ['resources: [a]\nresources: [b]', "has the key 'resources' twice"],
    ['['.repeat(100_000), 'in more than 64 levels'],
  ])('rejects the YAML %.40s', async (kustomization, message) => {
    await expect(copy(kustomization)).rejects.toThrow(message);
  });

  it('rejects a folder that kustomize would treat as a host name', async () => {
    await expect(copy('resources: [github.com/a]')).rejects.toThrow(
      "refers to the folder 'github.com/a', which kustomize would treat as a host name. Write it as ./github.com/a.",
    );
    await copy('resources: [./github.com/a]');
  });
});
