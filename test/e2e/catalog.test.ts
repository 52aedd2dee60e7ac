import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { openAsPerson } from './browser.ts';
import { giteaAsAdmin } from './giteaAsAdmin.ts';
import { hasEntity } from './hasEntity.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);
const { url, peoplePassword } = giteaFiles(stack);
const shown = shownWithin(60_000);
const gitea = giteaAsAdmin(stack);
const run = Date.now() % 1_000_000;
const name = `rain-gauge-${run}`;
const other = `rain-barrel-${run}`;
const system = `weather-${run}`;
const repository = `harbour/${name}`;

/** A running service whose owner does not know the catalog. */
function deployment(service: string) {
  const labels = {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/part-of': system,
  };
  const pods = { app: service, ...labels };
  const source = { 'org.opencontainers.image.source': `${url}/${repository}` };
  const image = `registry.harbour.example/${service}:1.0.0`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service, labels },
    spec: {
      selector: { matchLabels: pods },
      template: {
        metadata: { labels: pods, annotations: source },
        spec: { containers: [{ name: 'main', image }] },
      },
    },
  };
}

describe('the catalog', () => {
  const browser = suiteBrowser();
  const has = (ref: string, file?: string) => hasEntity(stack, ref, file);
  const inDev = (args: string[], input?: string) =>
    kubectl(stack, 'staging', ['-n', 'dev', ...args], { input });

  after(async () => {
    await inDev(['delete', 'deployment', name, other, '--ignore-not-found']);
    await gitea.call('DELETE', `/repos/${repository}`);
  });

  it('adds a running service, lets a user describe it, and removes deleted ones', async () => {
    await gitea.call('POST', '/orgs/harbour/repos', { name, auto_init: true });
    for (const service of [name, other]) {
      await inDev(['apply', '-f', '-'], JSON.stringify(deployment(service)));
    }
    await waitFor('the component', () => has(`component/default/${name}`));
    await waitFor('the other', () => has(`component/default/${other}`));
    await waitFor('the system', () => has(`system/default/${system}`));
    const page = await openAsPerson(
      browser(),
      app,
      `/catalog/default/component/${name}/delivery`,
      { name: 'li.wei', password: readFileSync(peoplePassword, 'utf8') },
    );
    await shown(page.getByText('Healthy in dev'));

    await page.getByRole('link', { name: 'Overview' }).click();
    await shown(page.getByText(`${url}/${repository}`));
    await shown(page.getByText('No pipeline found for its repository'));
    await page.getByRole('button', { name: 'Complete this entry' }).click();
    await page.getByLabel('Description').fill('Measures how much it rains');
    await page.getByLabel('Owner').fill('Cargo');
    await page.getByRole('option', { name: 'Cargo Logistics' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await shown(page.getByLabel('Jenkins job'));
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await shown(page.getByRole('link', { name: 'Pull request' }));

    // The request is merged, and the file is discovered.
    const [pull] = await gitea.list(`/repos/${repository}/pulls?state=open`);
    assert.ok(pull.body.includes('The portal discovered this service'));
    await gitea.call(
      'POST',
      `/repos/${repository}/pulls/${pull.number}/merge`,
      {
        Do: 'merge',
      },
    );
    const file = `${url}/${repository}/src/branch/main/catalog-info.yaml`;
    await waitFor(
      'the file to be what the catalog has',
      () => has(`component/default/${name}`, file),
      { timeoutMs: 120_000 },
    );
    await page.goto(`${app}/catalog/default/component/${name}/delivery`);
    await shown(page.getByText('Healthy in dev'));

    await inDev(['delete', 'deployment', name, other]);
    await waitFor(
      'the end of what nobody described',
      async () => !(await has(`component/default/${other}`)),
      { timeoutMs: 120_000 },
    );
    // The described service is unchanged.
    assert.ok(await has(`component/default/${name}`));
    assert.ok(await has('component/default/berth-planner'));
    await waitFor(
      'the end of the system',
      async () => !(await has(`system/default/${system}`)),
    );
  });
});
