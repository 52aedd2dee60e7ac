import { needsContent, inspectRepository } from './inspectRepository';

describe('inspectRepository', () => {
  it('detects files, with precedence for those nearer to the root', () => {
    expect(
      inspectRepository([
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

  it('counts a chart as manifests, and leaves out what it does not find', () => {
    expect(inspectRepository([{ path: 'charts/tides/Chart.yaml' }])).toEqual({
      manifests: 'charts/tides/Chart.yaml',
    });
    expect(
      inspectRepository([
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
  ])('detects the host name of its %s', (routeKind, text) => {
    const path = 'deploy/base/service.yaml';
    expect(inspectRepository([{ path, text }])).toEqual({
      routeKind,
      host: 'tides.example',
    });
  });

  it('detects a database, and no route without a host name', () => {
    expect(
      inspectRepository([
        {
          path: 'deploy/base/service.yaml',
          text: 'kind: VirtualService\nspec: { hosts: [tides] }\n---\nkind: Ingress\nspec: {}\n---\nkind: [\n',
        },
        { path: 'deploy/database/kustomization.yaml', text: '' },
      ]),
    ).toEqual({ database: 'deploy/database' });
  });

  it('needs the content of Dockerfiles and YAML files, and not of code', () => {
    expect(
      ['Dockerfile', 'deploy/a.yml', 'openapi.yaml', 'main.go'].filter(
        needsContent,
      ),
    ).toEqual(['Dockerfile', 'deploy/a.yml']);
  });
});
