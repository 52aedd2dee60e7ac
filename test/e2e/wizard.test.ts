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
import { authorization } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
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
    strategy: 'rolling',
    kind: 'deployment',
    entrance: {
      name: 'Ingress',
      object: 'ingress',
      host: '{.spec.rules[0].host} {.spec.tls[0].hosts[0]}',
    },
    commands: [
      ['go', 'vet', './...'],
      ['go', 'test', './...'],
    ],
  },
  {
    language: 'nodejs',
    strategy: 'batches',
    kind: 'rollout',
    entrance: {
      name: 'HTTPRoute',
      object: 'httproute',
      host: '{.spec.hostnames[0]}',
    },
    commands: [
      ['npm', 'ci', '--no-audit', '--no-fund'],
      ['npm', 'run', 'check'],
      ['npm', 'run', 'build'],
      ['npm', 'test'],
    ],
  },
  {
    language: 'spring-boot',
    strategy: 'gray',
    kind: 'rollout',
    // By user group it comes through Istio's gateway, whatever was chosen.
    entrance: {
      name: 'HTTPRoute',
      object: 'virtualservice',
      host: '{.spec.hosts[1]}',
    },
    commands: [['mvn', '-B', '-q', 'verify']],
  },
];

describe('the wizard', () => {
  const browser = suiteBrowser();
  for (const { language, strategy, kind, entrance, commands } of made) {
    it(`takes a developer from a form to a service in ${language} that runs in dev, with a pipeline and a page`, async () => {
      const name = `lock-keeper-${Date.now() % 1_000_000}`;
      const host = `${name}.harbour.example`;
      const formData = {
        ...{ name, language, strategy },
        description: 'Keeps the locks of the inner harbour',
        owner: 'group:default/cargo-logistics',
        system: 'system:default/harbour',
        ...{ reach: 'public', host, path: '/', entrance: entrance.name },
        ...{ size: 'small', least: 2, most: 4 },
        settings: [{ name: 'GREETING', value: 'Ahoy: "you"' }],
        repoUrl: `${new URL(url).host}?owner=harbour&repo=${name}`,
      };
      const query = new URLSearchParams({ formData: JSON.stringify(formData) });
      const page = await openAsPerson(
        browser(),
        app,
        `/create/templates/default/service?${query}`,
        { name: 'li.wei', password: readFileSync(peoplePassword, 'utf8') },
      );
      await shown(page.getByLabel('What it does'));
      const next = page.getByRole('button', { name: 'Next' });
      await next.click();
      await shown(page.getByLabel('Host'));
      await next.click();
      await shown(page.getByText('pod by pod, by itself'));
      await next.click();
      await shown(page.getByLabel('Pods at most'));
      await next.click();
      await shown(page.getByLabel('Value'));
      await next.click();
      await page.getByRole('button', { name: 'Review' }).click();
      await shown(page.getByText('Keeps the locks of the inner harbour'));
      await page.getByRole('button', { name: 'Create' }).click();
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
        kubectl(stack, 'staging', [
          ...['-n', 'dev', 'get', object, name, '-o'],
          `jsonpath=${jsonpath}`,
        ]);
      const hosts = await inDev(entrance.object, entrance.host);
      assert.deepEqual([...new Set(hosts.split(' '))], [`dev.${host}`]);
      assert.equal(await inDev('configmap', '{.data.GREETING}'), 'Ahoy: "you"');
      // The autoscaler brings the second.
      await waitFor('two pods to be ready', async () => {
        return (await inDev(kind, '{.status.readyReplicas}')) === '2';
      });
      await page.goto(`${app}/catalog/default/component/${name}/pipelines`);
      await shown(page.getByRole('link', { name: '#1', exact: true }));
      await passes(name, commands);
    });
  }
});

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
