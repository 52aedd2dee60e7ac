import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { binary } from '../cluster/binaries.ts';
import { kubectl } from '../cluster/index.ts';
import { run } from '../dev/run.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { gitAs } from '../git/bareRepository.ts';
import { authorization } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { jenkinsFiles } from '../jenkins/jenkinsFiles.ts';
import { approve } from './approve.ts';
import { openAsPerson } from './browser.ts';
import { giteaAsAdmin } from './giteaAsAdmin.ts';
import { createByHand, createService } from './newService.ts';
import { runTemplate } from './template.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);
const { url, peoplePassword } = giteaFiles(stack);
const log = path.join(stack.dir, 'logs', 'e2e-wizard.log');

const gitea = giteaAsAdmin(stack);
const shown = shownWithin(120_000);
const POLICY = 'no-locks-today';

/** Commands that build and test each language, from its README. */
const made = [
  {
    language: 'go',
    strategy: { kind: 'rolling' },
    weights: '',
    kind: 'deployment',
    route: {
      name: 'Ingress',
      object: 'ingress',
      host: '{.spec.rules[0].host} {.spec.tls[0].hosts[0]}',
    },
    database: 'postgresql',
    size: { size: 'small' },
    resources: '50m 64Mi cpu 70',
    commands: [
      ['go', 'vet', './...'],
      ['go', 'test', './...'],
    ],
  },
  {
    language: 'nodejs',
    strategy: { kind: 'batches', shares: [20, 60] },
    weights: '20 60',
    kind: 'rollout',
    route: {
      name: 'HTTPRoute',
      object: 'httproute',
      host: '{.spec.hostnames[0]}',
    },
    database: 'redis',
    size: { size: 'medium', targetUtilization: 60 },
    resources: '250m 256Mi cpu 60',
    commands: [
      ['npm', 'ci', '--no-audit', '--no-fund'],
      ['npm', 'run', 'check'],
      ['npm', 'run', 'build'],
      ['npm', 'test'],
    ],
  },
  {
    language: 'spring-boot',
    strategy: { kind: 'gray', shares: [50] },
    weights: '50',
    kind: 'rollout',
    // By user group, the route is always an Istio VirtualService.
    route: {
      name: 'HTTPRoute',
      object: 'virtualservice',
      host: '{.spec.hosts[1]}',
    },
    database: 'mysql',
    size: {
      size: 'custom',
      cpu: 300,
      memory: 512,
      scaleOn: 'memory',
      targetUtilization: 80,
    },
    resources: '300m 512Mi memory 80',
    commands: [['mvn', '-B', '-q', 'verify']],
  },
];

describe('the wizard', () => {
  const browser = suiteBrowser();
  const services: string[] = [];
  const newName = () => {
    const name = `lock-keeper-${Date.now() % 1_000_000}`;
    services.push(name);
    return name;
  };
  // Otherwise some more runs would use up the quotas and the demo's volumes.
  after(async () => {
    for (const namespace of ['dev', 'staging']) {
      await inNamespace(namespace, [
        ...['delete', 'deployment,rollout,statefulset,hpa,pvc'],
        ...['-l', `backstage.io/kubernetes-id in (${services.join(', ')})`],
      ]);
    }
  });
  for (const {
    language,
    strategy,
    weights,
    kind,
    route,
    database,
    size,
    resources,
    commands,
  } of made) {
    it(`takes a developer from a form to a service in ${language} that runs in dev, with a pipeline and a page`, async () => {
      const name = newName();
      const host = `${name}.harbour.example`;
      const page = await createService(browser(), template('service'), {
        name,
        language,
        strategy,
        host,
        routeKind: route.name,
        database,
        size,
      });
      const service = page.getByRole('link', { name: 'Service', exact: true });
      await shown(service);
      const address = page.getByRole('link', { name: 'Service URL in dev' });
      assert.equal(
        await address.first().getAttribute('href'),
        `https://dev.${host}${strategy.kind === 'gray' ? '' : '/locks'}/greetings/Ada`,
      );
      await service.first().click();
      await shown(page.getByRole('heading', { name, exact: true }));

      const inDev = (object: string, jsonpath: string) =>
        kubectlInDev(['get', object, name, '-o', `jsonpath=${jsonpath}`]);
      const hosts = await inDev(route.object, route.host);
      assert.deepEqual([...new Set(hosts.split(' '))], [`dev.${host}`]);
      assert.equal(await inDev('configmap', '{.data.GREETING}'), 'Ahoy: "you"');
      assert.equal(
        await inDev(kind, '{.spec.strategy.canary.steps[*].setWeight}'),
        weights,
      );
      const requests = '{.spec.template.spec.containers[0].resources.requests';
      const metric = '{.spec.metrics[0].resource';
      const [asked, scaled] = await Promise.all([
        inDev(kind, `${requests}.cpu} ${requests}.memory}`),
        inDev(
          'horizontalpodautoscaler',
          `${metric}.name} ${metric}.target.averageUtilization}`,
        ),
      ]);
      assert.equal(`${asked} ${scaled}`, resources);
      assert.match(
        Buffer.from(
          await kubectlInDev([
            ...['get', 'secret', `${name}-database`],
            ...['-o', 'jsonpath={.data.DATABASE_PASSWORD}'],
          ]),
          'base64',
        ).toString(),
        /^[\w-]{32}$/,
      );
      // The autoscaler creates the second.
      await waitFor('two pods to be ready', async () => {
        return (await inDev(kind, '{.status.readyReplicas}')) === '2';
      });
      await page.goto(`${app}/catalog/default/component/${name}/pipelines`);
      await shown(page.getByRole('link', { name: '#1', exact: true }));
      const commits = await gitea.text(`/repos/harbour/${name}/commits`);
      assert.match(commits, /"author":{"name":"Li Wei","email":"li.wei@/);
      const rules = await gitea.text(
        `/repos/harbour/${name}/branch_protections`,
      );
      assert.match(rules, /"rule_name":"main"/);
      const image = `registry.harbour.example/harbour/${name}@sha256:${'5'.repeat(64)}`;
      await passes(name, commands, ['dev', image, '5'.repeat(40), app]);
      const pods = '{.spec.template';
      assert.deepEqual(
        await Promise.all(
          [
            `${pods}.spec.containers[0].image}`,
            `${pods}.metadata.annotations.org\\.opencontainers\\.image\\.revision}`,
            `${pods}.metadata.annotations.fairway\\.dev/build-url}`,
          ].map(jsonpath => inDev(kind, jsonpath)),
        ),
        [image, '5'.repeat(40), app],
      );

      const manager = await openAsPerson(
        browser(),
        app,
        `/catalog/default/component/${name}/pipelines`,
        person('ingrid.solberg'),
      );
      await manager.getByRole('link', { name: '#1', exact: true }).click();
      await approve(manager, { note: 'None', reason: 'It runs in dev' });
      await waitFor('staging to have what the run built', async () => {
        const annotations = await kubectl(stack, 'staging', [
          ...['-n', 'staging', 'get', kind, name, '--ignore-not-found', '-o'],
          'jsonpath={.spec.template.metadata.annotations}',
        ]);
        return annotations.includes('fairway.dev/build-url');
      });
    });
  }

  describe('whose steps fail', () => {
    const name = newName();
    const repository = `/repos/harbour/${name}`;
    const quota = ['quota', 'no-more-budgets'];
    const isRefused = () =>
      kubectlInDev([
        ...['create', 'deployment', name, '--image=a', '--dry-run=server'],
      ]).then(
        () => false,
        error => /No locks today/.test(String(error)),
      );

    before(async () => {
      await kubectlInDev([
        ...['create', ...quota],
        '--hard=count/poddisruptionbudgets.policy=0',
      ]);
      await kubectl(stack, 'staging', ['apply', '-f', '-'], {
        input: JSON.stringify(refusesDeployment(name)),
      });
      await waitFor('the quota to hold', async () => {
        const status = await kubectlInDev(['get', ...quota, '-o', 'json']);
        return Boolean(JSON.parse(status).status?.hard);
      });
      await waitFor('the policy to hold', isRefused);
      await failJenkins('restarting');
    });
    after(async () => {
      await kubectlInDev(['delete', '--ignore-not-found', ...quota]);
      await allowDeployment();
      await failJenkins('none');
    });

    const deployments = () =>
      kubectlInDev(['get', 'deployment', '-o', 'name', ...labelled(name)]);

    it('say why, leave nothing half done, and go on once the cause is gone', async () => {
      const page = await createByHand(browser(), template('service'), name);
      // A repository is created after the form has checked.
      await gitea.call('POST', '/orgs/harbour/repos', { name });
      await page.getByRole('button', { name: 'Create' }).click();
      const retry = async () => {
        const button = page.getByRole('button', {
          name: 'Retry',
          exact: true,
        });
        await shown(button);
        await button.first().click();
      };
      await shown(page.getByText(/exceeded quota: no-more-budgets/));
      await shown(page.getByText(/No locks today/));
      await kubectlInDev(['delete', ...quota]);
      await allowDeployment();
      await waitFor('the policy to go', async () => !(await isRefused()));
      await retry();

      await shown(
        page.getByText(/repository harbour\/lock-keeper-\d+ already exists/),
      );
      assert.match(await gitea.text(repository), /"empty":true/);
      await gitea.call('DELETE', repository);
      await retry();

      await shown(page.getByText(/jenkins 'default'.*(starting|503)/i));
      assert.equal(await deployments(), '');
      await failJenkins('none');
      await retry();

      await shown(page.getByRole('link', { name: 'Service', exact: true }));
      assert.match(await deployments(), new RegExp(`/${name}\\n$`));
      const first = page.getByRole('link', {
        name: 'First pipeline run',
      });
      await first.first().click();
      await shown(page.getByRole('button', { name: 'Deploy', exact: true }));
      // Each action ran once.
      const commits = await gitea.list(`${repository}/commits`);
      assert.equal(commits.length, 1);
    });

    it('begins a run for each push', async () => {
      const hooks = await gitea.list(`${repository}/hooks`);
      assert.equal(hooks.length, 1);
      await gitea.call('POST', `${repository}/contents`, {
        message: 'Say when the lock is closed',
        branch: 'main',
        files: [{ operation: 'create', path: 'HOURS.md', content: 'MjMtNQ==' }],
      });
      const page = await openAsPerson(
        browser(),
        app,
        `/catalog/default/component/${name}/pipelines`,
        person('li.wei'),
      );
      await shown(page.getByRole('link', { name: '#2', exact: true }));
      await shown(page.getByText('Say when the lock is closed'));
    });

    it('is given a database by a template of its own', async () => {
      const page = await runTemplate(
        browser(),
        template('add-database'),
        {
          service: ref(name),
          repository: `${url}/harbour/${name}`,
          database: 'redis',
          databaseSize: 'small',
          environments: [{ name: 'dev', namespace: 'dev', production: false }],
        },
        ['Repository', 'Database size', 'Each gets its own database'],
      );
      await shown(page.getByRole('link', { name: 'Pull request' }));
      const found = ['get', 'statefulset', '-o', 'name', ...labelled(name)];
      assert.match(await kubectlInDev(found), /-database\n$/);
      assert.deepEqual(await proposed(name, 'add-database'), [
        'deploy/database/database.yaml',
        'deploy/database/kustomization.yaml',
      ]);
    });

    it('is given another environment, in a namespace that is made', async () => {
      const namespace = `${name}-dev`;
      const image = await kubectlInDev([
        ...['get', 'deployment', name, '-o'],
        'jsonpath={.spec.template.spec.containers[0].image}',
      ]);
      const page = await runTemplate(
        browser(),
        template('add-environment'),
        {
          service: ref(name),
          repository: `${url}/harbour/${name}`,
          tag: image.split(':').at(-1),
          environments: [{ name: 'dev', namespace, production: false }],
        },
        ['Version', 'Deploys to each immediately', 'Host'],
      );
      try {
        await shown(page.getByText('Merge the pull request'));
        const [route, quotas] = await Promise.all([
          inNamespace(namespace, [
            ...['get', 'httproute', name, '-o'],
            'jsonpath={.spec.hostnames[0]}',
          ]),
          inNamespace(namespace, ['get', 'quota', '-o', 'name']),
        ]);
        assert.equal(route, `${namespace}.${name}.harbour.example`);
        assert.match(quotas, /^resourcequota\//);
        assert.deepEqual(await proposed(name, `environment-${namespace}`), [
          `deploy/overlays/${namespace}/kustomization.yaml`,
        ]);
      } finally {
        await kubectl(stack, 'staging', [
          ...['delete', 'namespace', namespace],
          ...['--ignore-not-found', '--wait=false'],
        ]);
      }
    });
  });
});

/** Lets the API server of dev reject a Deployment with a message. */
function refusesDeployment(name: string) {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const metadata = { name: POLICY };
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion,
        kind: 'ValidatingAdmissionPolicy',
        metadata,
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: ['apps'],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['deployments'],
              },
            ],
          },
          matchConditions: [
            { name: 'it', expression: `object.metadata.name == '${name}'` },
          ],
          validations: [{ expression: 'false', message: 'No locks today' }],
        },
      },
      {
        apiVersion,
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata,
        spec: { policyName: POLICY, validationActions: ['Deny'] },
      },
    ],
  };
}

async function allowDeployment(): Promise<void> {
  const kind = 'validatingadmissionpolicy';
  await kubectl(stack, 'staging', [
    ...['delete', '--ignore-not-found', `${kind}/${POLICY}`],
    `${kind}binding/${POLICY}`,
  ]);
}

async function failJenkins(how: 'restarting' | 'none'): Promise<void> {
  await fetch(`${jenkinsFiles(stack).url}/emulator/fault?is=${how}`);
}

function ref(service: string): string {
  return `component:default/${service}`;
}

/** Paths of the files in the open pull request of a branch. */
async function proposed(service: string, branch: string): Promise<string[]> {
  const repository = `/repos/harbour/${service}`;
  const pulls = await gitea.list(`${repository}/pulls?state=open`);
  const pull = pulls.find(({ head }) => head.ref === branch);
  const files = await gitea.list(`${repository}/pulls/${pull?.number}/files`);
  return files.map(({ filename }) => filename).sort();
}

function labelled(service: string): string[] {
  return ['-l', `backstage.io/kubernetes-id=${service}`];
}

function person(name: string) {
  return { name, password: readFileSync(peoplePassword, 'utf8') };
}

function template(name: string) {
  return { portal: app, name, person: person('li.wei') };
}

function kubectlInDev(args: string[]): Promise<string> {
  return inNamespace('dev', args);
}

function inNamespace(namespace: string, args: string[]): Promise<string> {
  return kubectl(stack, 'staging', ['-n', namespace, ...args]);
}

/** Clones the new repository as the user, builds and tests it, and deploys it like its pipeline. */
async function passes(
  service: string,
  commands: string[][],
  deployment: string[],
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-wizard-'));
  const { name: username, password } = person('li.wei');
  const git = gitAs(authorization({ username, password }));
  try {
    const from = `${url}/harbour/${service}.git`;
    await run({
      command: 'git',
      args: ['clone', '--quiet', from, '.'],
      cwd: folder,
      env: git,
      log,
    });
    for (const [command, ...args] of commands) {
      await run({ command, args, cwd: folder, log });
    }
    await run({
      command: 'sh',
      args: ['deploy/deploy.sh', ...deployment],
      cwd: folder,
      env: {
        PATH: `${path.dirname(binary(stack, 'kubectl').path)}:${process.env.PATH}`,
        KUBECONFIG: jenkinsFiles(stack).kubeconfig,
      },
      log,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
