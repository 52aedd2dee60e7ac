import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { authorization } from '../git/GiteaClient.ts';
import { serviceAccounts } from '../git/accounts.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { openAsPerson } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app, backend } = portalAddresses(stack);
const { url, token, peoplePassword } = giteaFiles(stack);
const shown = shownWithin(60_000);
const repository = 'harbour/rain-gauge';

const labels = {
  'app.kubernetes.io/name': 'rain-gauge',
  'app.kubernetes.io/part-of': 'weather',
};
const pods = { app: 'rain-gauge', ...labels };
const rainGauge = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'rain-gauge', labels },
  spec: {
    selector: { matchLabels: pods },
    template: {
      metadata: {
        labels: pods,
        annotations: {
          'org.opencontainers.image.source': `${url}/${repository}`,
        },
      },
      spec: {
        containers: [
          { name: 'main', image: 'registry.harbour.example/rain-gauge:1.0.0' },
        ],
      },
    },
  },
};

describe('the catalog', () => {
  const browser = suiteBrowser();
  let page: Page;

  /** What the catalog answers the guest for an entity: its kind, or no such one. */
  async function has(ref: string): Promise<boolean> {
    const answer = await fetch(`${backend}/api/auth/guest/refresh`);
    const { backstageIdentity } = await answer.json();
    const entity = await fetch(
      `${backend}/api/catalog/entities/by-name/${ref}`,
      { headers: { authorization: `Bearer ${backstageIdentity.token}` } },
    );
    return entity.ok;
  }

  async function askGitea(
    as: keyof typeof serviceAccounts,
    at: string,
    init: { method?: string; body?: string } = {},
  ): Promise<Response> {
    return fetch(`${url}/api/v1/${at}`, {
      ...init,
      headers: {
        authorization: authorization({
          username: serviceAccounts[as],
          password: readFileSync(token(as), 'utf8'),
        }),
        'content-type': 'application/json',
      },
    });
  }

  it('has what somebody runs and nobody describes, lets it be described, and drops it when it is gone', async () => {
    const body = JSON.stringify({ name: 'rain-gauge', auto_init: true });
    const made = await askGitea('admin', 'orgs/harbour/repos', {
      method: 'POST',
      body,
    });
    assert.ok([201, 409].includes(made.status), await made.text());
    await kubectl(stack, 'staging', ['-n', 'dev', 'apply', '-f', '-'], {
      input: JSON.stringify(rainGauge),
    });
    await waitFor('the component', () => has('component/default/rain-gauge'));
    assert.ok(await has('system/default/weather'));
    page = await openAsPerson(
      browser(),
      app,
      '/catalog/default/component/rain-gauge/delivery',
      { name: 'li.wei', password: readFileSync(peoplePassword, 'utf8') },
    );
    await shown(page.getByText('All is well in dev'));

    await page.getByRole('link', { name: 'Overview' }).click();
    await shown(page.getByText(`${url}/${repository}`));
    await page.getByRole('button', { name: 'Complete this entry' }).click();
    await page.getByLabel('What it does').fill('Measures how much it rains');
    await page.getByLabel('Who looks after it').fill('Cargo');
    await page.getByRole('option', { name: 'Cargo Logistics' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await shown(page.getByLabel('Job in Jenkins'));
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await shown(page.getByRole('link', { name: 'Pull request' }));
    const file = await askGitea(
      'portal',
      `repos/${serviceAccounts.portal}/rain-gauge/raw/catalog-info.yaml?ref=describe-rain-gauge`,
    );
    const proposed = await file.text();
    assert.match(proposed, /name: rain-gauge\n/);
    assert.match(proposed, /owner: group:default\/cargo-logistics\n/);
    assert.match(proposed, /app.kubernetes.io\/name=rain-gauge/);

    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'delete', 'deployment/rain-gauge'],
    ]);
    await waitFor(
      'its end',
      async () => !(await has('component/default/rain-gauge')),
      { timeoutMs: 120_000 },
    );
    // What somebody described is as it was.
    assert.ok(await has('component/default/berth-planner'));
    assert.ok(!(await has('system/default/weather')));
  });
});
