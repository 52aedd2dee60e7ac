import { isTelling, repositoryFacts } from './repositoryFacts';

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

  it('needs to read a Dockerfile and YAML, and no code', () => {
    expect(
      ['Dockerfile', 'deploy/a.yml', 'openapi.yaml', 'main.go'].filter(
        isTelling,
      ),
    ).toEqual(['Dockerfile', 'deploy/a.yml']);
  });
});
