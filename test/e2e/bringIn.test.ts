import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { giteaAsAdmin } from './giteaAsAdmin.ts';
import { hasEntity } from './hasEntity.ts';
import { shownWithin, suiteBrowser } from './suite.ts';
import { runTemplate } from './template.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);
const { url, peoplePassword } = giteaFiles(stack);
const gitea = giteaAsAdmin(stack);
const shown = shownWithin(120_000);

const name = `wind-vane-${Date.now() % 1_000_000}`;
const repository = `/repos/harbour/${name}`;

/** A repository whose author does not know the portal. */
const files = {
  Jenkinsfile: jenkinsfile(name),
  'go.mod': `module ${name}\n\ngo 1.26\n`,
  'main.go': 'package main\n\nfunc main() {}\n',
  Dockerfile: 'FROM scratch\nCOPY vane /vane\nEXPOSE 9000\nCMD ["/vane"]\n',
  'api/openapi.yaml':
    'openapi: 3.1.0\ninfo: { title: Wind vane, version: 1.0.0 }\npaths: {}\n',
};

function jenkinsfile(service: string): string {
  return [
    'pipeline {',
    '  agent any',
    '  stages {',
    "    stage('Checkout') { steps { checkout scm } }",
    "    stage('Push') { steps { sh 'make push' } }",
    `    stage('Deploy to dev') { steps { sh 'deploy --service ${service} --environment dev' } }`,
    '  }',
    '}\n',
  ].join('\n');
}

describe('a repository that nobody has described', () => {
  const browser = suiteBrowser();
  after(async () => {
    await gitea.call('DELETE', repository);
    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'delete', 'deployment,hpa', '--ignore-not-found', name],
    ]);
  });

  it('is brought in by a pull request, discovered once that is merged, and deployed by a pipeline of its own', async () => {
    await gitea.call('POST', '/orgs/harbour/repos', {
      name,
      auto_init: true,
      default_branch: 'main',
    });
    await gitea.call('POST', `${repository}/contents`, {
      message: 'Show where the wind comes from',
      branch: 'main',
      files: Object.entries(files).map(([at, text]) => ({
        operation: 'create',
        path: at,
        content: Buffer.from(text).toString('base64'),
      })),
    });
    const person = {
      name: 'li.wei',
      password: readFileSync(peoplePassword, 'utf8'),
    };
    const page = await runTemplate(
      browser(),
      { portal: app, name: 'bring-in', person },
      {
        repository: `${url}/harbour/${name}`,
        name,
        description: 'Shows where the wind comes from',
        owner: 'group:default/cargo-logistics',
        system: 'system:default/harbour',
        healthPath: '/healthz',
        strategy: { kind: 'rolling' },
        size: 'small',
        tag: '1.0.0',
        minReplicas: 1,
        maxReplicas: 3,
        job: `harbour/${name}`,
        environments: [{ name: 'dev', namespace: 'dev', production: false }],
      },
      [...['Description', 'Health check path', 'Version'], 'workload.yaml'],
    );
    await shown(page.getByRole('link', { name: 'Pull request' }));
    await shown(page.getByText(`Deployment dev/${name} created`));
    const [pull] = await gitea.list(`${repository}/pulls?state=open`);
    await gitea.call('POST', `${repository}/pulls/${pull.number}/merge`, {
      Do: 'merge',
    });

    await waitFor(
      'the service in the catalog',
      () => hasEntity(stack, `component/default/${name}`),
      { timeoutMs: 120_000 },
    );
    await waitFor('its API', () => hasEntity(stack, `api/default/${name}`));

    const made = await runTemplate(
      browser(),
      { portal: app, name: 'add-pipeline', person },
      {
        service: `component:default/${name}`,
        repository: `${url}/harbour/${name}`,
      },
      ['jenkins.io/job-full-name'],
    );
    await shown(made.getByRole('link', { name: 'Jenkins job' }));
    // The portal's account only reads repositories of others.
    await shown(made.getByText(/ask a repository administrator to add/));
    await made.goto(`${app}/catalog/default/component/${name}/delivery`);
    await shown(made.getByText('Healthy in dev'));
    const deployed = await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'get', 'deployment', name, '-o', 'json'],
    ]);
    const { spec }: Deployed = JSON.parse(deployed);
    const { metadata, spec: pod } = spec.template;
    const [container] = pod.containers;
    assert.match(metadata.annotations['fairway.dev/build-url'], /\/1\/$/);
    assert.match(container.image, new RegExp(`/harbour/${name}:`));
    assert.equal(container.ports[0].containerPort, 9000);
    assert.equal(container.livenessProbe.httpGet.path, '/healthz');
  });
});

/** The checked fields of a Deployment. */
interface Deployed {
  spec: {
    template: {
      metadata: { annotations: Record<string, string> };
      spec: {
        containers: {
          image: string;
          ports: { containerPort: number }[];
          livenessProbe: { httpGet: { path: string } };
        }[];
      };
    };
  };
}
