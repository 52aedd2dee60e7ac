import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl, partDown, partUp } from '../cluster/index.ts';
import { guestToken } from '../dev/guestToken.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { openAsGuest } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app, backend } = portalAddresses(stack);

const shown = shownWithin(60_000);

describe('the delivery tab of a service', () => {
  const browser = suiteBrowser();
  let page: Page;

  const column = (name: string) =>
    page.locator('section').filter({
      has: page.getByRole('heading', { name, exact: true, level: 3 }),
    });

  async function open(
    service: string,
    options: Parameters<typeof openAsGuest>[3] = {},
  ) {
    page = await openAsGuest(
      browser(),
      app,
      `/catalog/default/component/${service}/delivery`,
      options,
    );
    await shown(page.getByRole('heading', { name: 'production', level: 3 }));
  }

  it('shows a new version arrive and complete, without a reload', async () => {
    await open('berth-planner');
    await shown(column('dev').getByText('Healthy'));
    await page.evaluate(() => {
      document.body.dataset.loaded = 'once';
    });
    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'set', 'image', 'deployment/berth-planner'],
      'berth-planner=registry.harbour.example/harbour/berth-planner:9.9.9-slow',
    ]);
    await shown(column('dev').getByText('9.9.9-slow'));
    await shown(column('dev').getByText('Progressing'));
    await shown(column('dev').getByText('Healthy'));
    await shown(column('dev').getByText('9.9.9-slow'));
    // The label and the commit of the previous release do not apply to this image.
    assert.equal(
      await page.evaluate(() => document.body.dataset.loaded),
      'once',
    );
    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'rollout', 'undo', 'deployment/berth-planner'],
    ]);
    await column('dev')
      .getByText('9.9.9-slow')
      .first()
      .waitFor({ state: 'hidden' });
  });

  it('keeps the last known state of a cluster whose API server is down, and recovers', async () => {
    await open('berth-planner');
    await shown(column('production').getByText('Healthy'));
    const version = column('production').getByText(/^2\.\d+\.\d+/);
    await shown(version);
    await partDown(stack, 'production', 'kube-apiserver');
    try {
      await shown(column('production').getByText(/Last updated .* ago/));
      await shown(
        column('production').getByText(
          /Cluster 'production' cannot be reached: the connection was refused/,
        ),
      );
      await shown(version);
      assert.equal(
        await column('dev')
          .getByText(/Last updated/)
          .count(),
        0,
      );
    } finally {
      await partUp(stack, 'production', 'kube-apiserver');
    }
    await column('production')
      .getByText(/Last updated/)
      .first()
      .waitFor({ state: 'hidden' });
    await shown(column('production').getByText('Healthy'));
  });

  it('says first what is wrong, and where', async () => {
    await open('billing');
    await shown(page.getByText(/staging · billing/));
    await shown(column('staging').getByText(/ImagePullBackOff|ErrImagePull/));
    await shown(column('staging').getByText('Degraded'));
    await shown(column('production').getByText('Healthy'));
  });

  it('reads in Chinese, and on a phone', async () => {
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/tariff-engine/delivery',
      { width: 390, height: 844, language: 'zh' },
    );
    await shown(page.getByText('已暂停').first());
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  });

  it('has the card on the overview', async () => {
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/vessel-tracking',
    );
    await shown(page.getByRole('row', { name: /production/ }));
  });

  it('lets no person use the routes of the Kubernetes plugin, no guest ask for names, and no stranger anything', async () => {
    const token = await guestToken(backend);
    const proxied = await fetch(`${backend}/api/kubernetes/proxy/api/v1/pods`, {
      headers: {
        authorization: `Bearer ${token}`,
        'backstage-kubernetes-cluster': 'staging',
      },
    });
    assert.equal(proxied.status, 403);
    const pods = await fetch(
      `${backend}/api/kubernetes/resources/workloads/query`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          auth: {},
          entityRef: 'component:default/berth-planner',
        }),
      },
    );
    assert.equal(pods.status, 403);
    const isTaken = await fetch(
      `${backend}/api/scaffolder/delivery/repository?url=${encodeURIComponent(`${giteaFiles(stack).url}/harbour/billing`)}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    assert.equal(isTaken.status, 403);
    const stranger = await fetch(
      `${backend}/api/delivery/v1/services/component/default/billing`,
    );
    assert.equal(stranger.status, 401);
  });
});
