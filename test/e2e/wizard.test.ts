import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl } from '../cluster/index.ts';
import { run } from '../dev/run.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
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

describe('the wizard', () => {
  const browser = suiteBrowser();
  let page: Page;

  it('takes a developer from a form to a service in Go that runs in dev, with a pipeline and a page', async () => {
    const name = `lock-keeper-${Date.now() % 1_000_000}`;
    const formData = {
      name,
      description: 'Keeps the locks of the inner harbour',
      owner: 'group:default/cargo-logistics',
      system: 'system:default/harbour',
      size: 'small',
      least: 2,
      most: 4,
      repoUrl: `${new URL(url).host}?owner=harbour&repo=${name}`,
    };
    const query = new URLSearchParams({ formData: JSON.stringify(formData) });
    page = await openAsPerson(
      browser(),
      app,
      `/create/templates/default/go-service?${query}`,
      { name: 'li.wei', password: readFileSync(peoplePassword, 'utf8') },
    );
    await shown(page.getByLabel('What it does'));
    const next = page.getByRole('button', { name: 'Next' });
    await next.click();
    await shown(page.getByLabel('Pods at most'));
    await next.click();
    await page.getByRole('button', { name: 'Review' }).click();
    await shown(page.getByText('Keeps the locks of the inner harbour'));
    await page.getByRole('button', { name: 'Create' }).click();
    const service = page.getByRole('link', { name: 'Service', exact: true });
    await shown(service);
    await service.first().click();
    await shown(page.getByRole('heading', { name, exact: true }));

    const pods = await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'get', 'deployment', name, '-o'],
      'jsonpath={.status.readyReplicas}',
    ]);
    assert.equal(pods, '2');
    await page.goto(`${app}/catalog/default/component/${name}/pipelines`);
    await shown(page.getByRole('link', { name: '#1', exact: true }));
    await testsAreGreen(name);
  });
});

/** Clones what the template made, and runs its own tests. */
async function testsAreGreen(service: string): Promise<void> {
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
    await run({
      ...{ command: 'go', args: ['vet', './...'], cwd: folder, log },
    });
    const printed = await run({
      ...{ command: 'go', args: ['test', './...'], cwd: folder, log },
    });
    assert.match(printed, /^ok\s+\S+\/internal\/server/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
