import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { kubectl } from '../cluster/index.ts';
import { run } from '../dev/run.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { serviceAccounts } from '../git/accounts.ts';
import { gitAs } from '../git/bareRepository.ts';
import { GiteaClient, authorization } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import type { Browser, Page } from 'playwright-core';
import { approve } from './approve.ts';
import { openAsPerson } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);
const { url, token, peoplePassword } = giteaFiles(stack);
const log = path.join(stack.dir, 'logs', 'e2e-wizard.log');

const shown = shownWithin(120_000);

/** What builds and tests each, as its README says. */
const made = [
  {
    language: 'go',
    strategy: { kind: 'rolling' },
    weights: '',
    kind: 'deployment',
    entrance: {
      name: 'Ingress',
      object: 'ingress',
      host: '{.spec.rules[0].host} {.spec.tls[0].hosts[0]}',
    },
    database: 'postgresql',
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
    entrance: {
      name: 'HTTPRoute',
      object: 'httproute',
      host: '{.spec.hostnames[0]}',
    },
    database: 'redis',
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
    // By user group it comes through Istio's gateway, whatever was chosen.
    entrance: {
      name: 'HTTPRoute',
      object: 'virtualservice',
      host: '{.spec.hosts[1]}',
    },
    database: 'mysql',
    commands: [['mvn', '-B', '-q', 'verify']],
  },
];

describe('the wizard', () => {
  const browser = suiteBrowser();
  for (const {
    language,
    strategy,
    weights,
    kind,
    entrance,
    database,
    commands,
  } of made) {
    it(`takes a developer from a form to a service in ${language} that runs in dev, with a pipeline and a page`, async () => {
      const name = newName();
      const host = `${name}.harbour.example`;
      const page = await createService(browser(), {
        ...{ name, language, strategy, host, entrance: entrance.name },
        database,
      });
      const service = page.getByRole('link', { name: 'Service', exact: true });
      await shown(service);
      const address = page.getByRole('link', { name: 'Its address in dev' });
      assert.equal(
        await address.first().getAttribute('href'),
        `https://dev.${host}/`,
      );
      await service.first().click();
      await shown(page.getByRole('heading', { name, exact: true }));

      const inDev = (object: string, jsonpath: string) =>
        kubectlInDev(['get', object, name, '-o', `jsonpath=${jsonpath}`]);
      const hosts = await inDev(entrance.object, entrance.host);
      assert.deepEqual([...new Set(hosts.split(' '))], [`dev.${host}`]);
      assert.equal(await inDev('configmap', '{.data.GREETING}'), 'Ahoy: "you"');
      assert.equal(
        await inDev(kind, '{.spec.strategy.canary.steps[*].setWeight}'),
        weights,
      );
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
      // The autoscaler brings the second.
      await waitFor('two pods to be ready', async () => {
        return (await inDev(kind, '{.status.readyReplicas}')) === '2';
      });
      await page.goto(`${app}/catalog/default/component/${name}/pipelines`);
      await shown(page.getByRole('link', { name: '#1', exact: true }));
      const commits = await askGitea(`/repos/harbour/${name}/commits`);
      assert.match(commits, /"author":{"name":"Li Wei","email":"li.wei@/);
      const rules = await askGitea(`/repos/harbour/${name}/branch_protections`);
      assert.match(rules, /"rule_name":"main"/);
      await passes(name, commands);

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

  it('goes on from the step that failed, once its cause is gone', async () => {
    // Nothing else makes disruption budgets meanwhile.
    const quota = ['quota', 'no-more-budgets'];
    const hard = 'count/poddisruptionbudgets.policy';
    await kubectlInDev(['create', ...quota, `--hard=${hard}=0`]);
    const name = newName();
    let page: Page;
    try {
      await waitFor('the quota to hold', async () => {
        const status = await kubectlInDev(['get', ...quota, '-o', 'json']);
        return Boolean(JSON.parse(status).status?.hard?.[hard]);
      });
      page = await createService(browser(), {
        ...{ name, language: 'go', strategy: { kind: 'rolling' } },
        ...{
          database: 'none',
          host: `${name}.harbour.example`,
          entrance: 'HTTPRoute',
        },
      });
      await shown(page.getByText(/exceeded quota: no-more-budgets/));
    } finally {
      await kubectlInDev(['delete', ...quota]);
    }
    assert.equal(
      await kubectlInDev([
        'get',
        'deployment',
        '-o',
        'name',
        ...labelled(name),
      ]),
      '',
    );
    const retry = page.getByRole('button', { name: 'Retry' });
    await shown(retry);
    await retry.first().click();
    await shown(page.getByRole('link', { name: 'Service', exact: true }));
    assert.match(
      await kubectlInDev([
        'get',
        'deployment',
        '-o',
        'name',
        ...labelled(name),
      ]),
      new RegExp(`/${name}\\n$`),
    );
  });
});

function labelled(service: string): string[] {
  return ['-l', `backstage.io/kubernetes-id=${service}`];
}

/** Fills in the wizard as a developer, page by page, and lets it begin. */
async function createService(
  browser: Browser,
  service: {
    name: string;
    language: string;
    strategy: object;
    host: string;
    entrance: string;
    database: string;
  },
): Promise<Page> {
  const formData = {
    ...service,
    description: 'Keeps the locks of the inner harbour',
    owner: 'group:default/cargo-logistics',
    system: 'system:default/harbour',
    ...{ reach: 'public', path: '/' },
    ...{ size: 'small', least: 2, most: 4 },
    databaseSize: 'small',
    volumes: [{ path: '/var/cache/locks', size: 1, kind: 'shared' }],
    environments: ['dev', 'staging'].map(environment => ({
      ...{ name: environment, namespace: environment, production: false },
    })),
    settings: [{ name: 'GREETING', value: 'Ahoy: "you"' }],
    repoUrl: `${new URL(url).host}?owner=harbour&repo=${service.name}`,
  };
  const query = new URLSearchParams({ formData: JSON.stringify(formData) });
  const page = await openAsPerson(
    browser,
    app,
    `/create/templates/default/service?${query}`,
    person('li.wei'),
  );
  const next = page.getByRole('button', { name: 'Next' });
  for (const label of [
    ...['What it does', 'Host', 'pod by pod, by itself'],
    ...['Pods at most', 'Value', 'staging'],
  ]) {
    await shown(page.getByLabel(label));
    await next.click();
  }
  await page.getByLabel('staging').waitFor({ state: 'hidden' });
  await next.click();
  // The last page has the API server's own verdict, and every file.
  await shown(page.getByText(`Service dev/${service.name}`, { exact: true }));
  await shown(page.getByText('README.md'));
  await page.getByRole('button', { name: 'Review' }).click();
  await shown(page.getByText(formData.description));
  await page.getByRole('button', { name: 'Create' }).click();
  return page;
}

function person(name: string) {
  return { name, password: readFileSync(peoplePassword, 'utf8') };
}

function newName(): string {
  return `lock-keeper-${Date.now() % 1_000_000}`;
}

async function askGitea(call: string): Promise<string> {
  const credential = { token: readFileSync(token('admin'), 'utf8') };
  const gitea = GiteaClient.create(url, credential);
  return JSON.stringify((await gitea.call('GET', call)).body);
}

function kubectlInDev(args: string[]): Promise<string> {
  return kubectl(stack, 'staging', ['-n', 'dev', ...args]);
}

/** Clones what the template made, and runs what builds and tests it. */
async function passes(service: string, commands: string[][]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-wizard-'));
  const git = gitAs(
    authorization({
      username: serviceAccounts.ci,
      password: readFileSync(token('ci'), 'utf8'),
    }),
  );
  try {
    const from = `${url}/harbour/${service}.git`;
    await run({
      ...{ command: 'git', args: ['clone', '--quiet', from, '.'] },
      ...{ cwd: folder, env: git, log },
    });
    for (const [command, ...args] of commands) {
      await run({ command, args, cwd: folder, log });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
