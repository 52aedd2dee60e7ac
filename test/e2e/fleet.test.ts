import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { openAsGuest } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);

const shown = shownWithin(60_000);

describe('services, their rollouts and what happened to them', () => {
  const browser = suiteBrowser();
  let page: Page;

  const row = (service: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: service, exact: true }) });

  it('has every service by environment, and moves as the clusters move', async () => {
    page = await openAsGuest(browser(), app, '/delivery?group=none');
    await shown(
      row('gate-control').getByText('2 of 8 new pods ready, waiting'),
    );
    await shown(row('gate-control').getByText('1.4.1 (75 %)'));
    await shown(row('billing').getByText(/Degraded – .*ImagePullBackOff/));
    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'set', 'image', 'deployment/pilot-dispatch'],
      'pilot-dispatch=registry.harbour.example/harbour/pilot-dispatch:7.7.7',
    ]);
    await shown(row('pilot-dispatch').getByText('7.7.7'));
    await kubectl(stack, 'staging', [
      ...['-n', 'dev', 'rollout', 'undo', 'deployment/pilot-dispatch'],
    ]);
    await row('pilot-dispatch')
      .getByText('7.7.7')
      .first()
      .waitFor({ state: 'hidden' });
  });

  it('is filtered by its address and by a count, and leads to the service', async () => {
    page = await openAsGuest(browser(), app, '/delivery?status=waiting');
    await shown(row('gate-control'));
    assert.equal(await row('billing').count(), 0);
    await page.getByRole('button', { name: /waiting for approval$/ }).click();
    await shown(row('billing'));
    assert.equal(new URL(page.url()).search, '');
    await page
      .getByRole('searchbox', { name: 'Name, version or commit' })
      .fill('slot-book');
    await row('billing').first().waitFor({ state: 'hidden' });
    assert.equal(new URL(page.url()).search, '?text=slot-book');
    await page.getByRole('link', { name: 'slot-booking' }).click();
    await shown(page.getByText('Users with x-user-group: internal'));
  });

  it('shows by time what changed in all services, and leads to the service', async () => {
    page = await openAsGuest(browser(), app, '/delivery');
    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await page
      .getByRole('searchbox', { name: 'Service, version or commit' })
      .fill('slot-booking');
    await shown(page.getByText(/^slot-booking 2\.3\.0 \(/));
    assert.equal(new URL(page.url()).pathname, '/delivery/changes');
    await page.getByRole('link', { name: 'slot-booking' }).first().click();
    await shown(page.getByText('Users with x-user-group: internal'));
  });

  it('shows what pods use of what they may, and what their autoscaler wants', async () => {
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/vessel-tracking/delivery',
    );
    const staging = page.getByRole('region', { name: 'staging', exact: true });
    await shown(staging.getByText('93 % of limit'));
    await shown(staging.getByText(/^Autoscaler: .*CPU \d+ % \(target \d+ %\)/));
    await shown(page.getByText(/Ready · 1?\d\dm · 358 Mi/));
  });

  it('shows the steps of a gray release, where its traffic goes, and its history', async () => {
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/slot-booking/delivery',
    );
    const current = page.locator('li[aria-current="step"]');
    await shown(current.getByText('Manual approval'));
    await shown(
      page.getByText('x-user-group: a → 100 % new (slot-booking-canary)'),
    );
    const history = page.getByRole('region', { name: 'History' });
    await shown(history.getByText(/^slot-booking 2\.3\.0 \(/));
  });

  it('opens a workload beside the page, at an address of its own', async () => {
    page = await openAsGuest(
      browser(),
      app,
      '/catalog/default/component/berth-planner/delivery',
    );
    await page
      .locator('section')
      .getByRole('link', { name: 'berth-planner' })
      .last()
      .click();
    const drawer = page.getByRole('dialog');
    await shown(drawer.getByRole('tab', { name: 'Revisions' }));
    assert.match(page.url(), /workload=/);
    await drawer.getByRole('tab', { name: 'Revisions' }).click();
    await shown(drawer.getByText(/berth-planner:2\./));
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('reads on a phone', async () => {
    page = await openAsGuest(browser(), app, '/delivery', {
      width: 390,
      height: 844,
      language: 'zh',
    });
    await shown(page.getByRole('link', { name: 'berth-planner' }));
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  });
});
