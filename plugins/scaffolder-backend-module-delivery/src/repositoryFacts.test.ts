import { isInformative, repositoryFacts } from './repositoryFacts';

describe('repositoryFacts', () => {
  it('tells what is there, what is nearer to the root first', () => {
    expect(
      repositoryFacts([
        { path: 'vendor/deep/api/openapi.yaml' },
        { path: 'api/openapi.json' },
        { path: 'ops/k8s/app.yaml', text: 'a: 1\n---\nkind: Deployment\n' },
        { path: '.github/workflows/build.yaml', text: 'jobs: {}\n' },
        { path: 'Dockerfile', text: 'FROM scratch\nEXPOSE 3000/tcp 9090\n' },
        { path: 'web/package.json' },
        { path: 'pom.xml' },
        { path: 'Jenkinsfile' },
        { path: 'catalog-info.yaml', text: 'kind: Component\n' },
      ]),
    ).toEqual({
      language: 'java',
      catalogFile: 'catalog-info.yaml',
      manifests: 'ops/k8s/app.yaml',
      dockerfile: 'Dockerfile',
      port: 3000,
      jenkinsfile: 'Jenkinsfile',
      openapi: 'api/openapi.json',
    });
  });

  it('takes a chart for manifests, and says nothing of what is not there', () => {
    expect(repositoryFacts([{ path: 'charts/tides/Chart.yaml' }])).toEqual({
      manifests: 'charts/tides/Chart.yaml',
    });
    expect(
      repositoryFacts([
        { path: 'compose.yaml', text: 'services:\n  kind: Deployment\n' },
        { path: 'Dockerfile', text: 'FROM scratch\n' },
      ]),
    ).toEqual({ dockerfile: 'Dockerfile' });
  });

  it.each([
    [
      'HTTPRoute',
      'kind: Service\n---\nkind: HTTPRoute\nspec: { hostnames: [tides.example] }\n',
    ],
    ['Ingress', 'kind: Ingress\nspec: { rules: [{ host: tides.example }] }\n'],
    [
      'VirtualService',
      'kind: VirtualService\nspec: { hosts: [tides, tides.example] }\n',
    ],
  ])('knows the address that its %s gives it', (entrance, text) => {
    const path = 'deploy/base/service.yaml';
    expect(repositoryFacts([{ path, text }])).toEqual({
      ...{ entrance, host: 'tides.example' },
    });
  });

  it('knows no address of what has none, and its database', () => {
    expect(
      repositoryFacts([
        {
          path: 'deploy/base/service.yaml',
          text: 'kind: VirtualService\nspec: { hosts: [tides] }\n---\nkind: Ingress\nspec: {}\n---\nkind: [\n',
        },
        { path: 'deploy/database/kustomization.yaml', text: '' },
      ]),
    ).toEqual({ database: 'deploy/database' });
  });

  it('needs to read a Dockerfile and YAML, and no code', () => {
    expect(
      ['Dockerfile', 'deploy/a.yml', 'openapi.yaml', 'main.go'].filter(
        isInformative,
      ),
    ).toEqual(['Dockerfile', 'deploy/a.yml']);
  });
});
