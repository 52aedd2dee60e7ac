import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { openAsGuest } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app, backend } = portalAddresses(stack);
const shown = shownWithin(60_000);

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
      metadata: { labels: pods },
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

  it('has what somebody runs and nobody describes, while it runs', async () => {
    await kubectl(stack, 'staging', ['-n', 'dev', 'apply', '-f', '-'], {
      input: JSON.stringify(rainGauge),
    });
    await waitFor('the component', () => has('component/default/rain-gauge'));
    assert.ok(await has('system/default/weather'));
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/rain-gauge',
    );
    await shown(page.getByText('nobody has described it yet'));
    await page.goto(`${app}/catalog/default/component/rain-gauge/delivery`);
    await shown(page.getByText('All is well in dev'));

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
