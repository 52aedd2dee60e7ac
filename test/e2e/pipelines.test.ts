import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { approve } from './approve.ts';
import { openAsGuest, openAsPerson } from './browser.ts';
import { shownWithin, suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app } = portalAddresses(stack);

const shown = shownWithin(90_000);

/** Commits to the main branch of a service as a team member. */
async function push(
  service: string,
  message: string,
  file = 'README.md',
): Promise<string> {
  const { url, token } = giteaFiles(stack);
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-push-'));
  const git = (...args: string[]) =>
    run({
      command: 'git',
      args,
      cwd: folder,
      env: {
        ...gitAs(
          authorization({
            username: serviceAccounts.ci,
            password: readFileSync(token('ci'), 'utf8'),
          }),
        ),
        GIT_AUTHOR_NAME: 'Maren Visser',
        GIT_AUTHOR_EMAIL: 'maren.visser@harbour.example',
        GIT_COMMITTER_NAME: 'Maren Visser',
        GIT_COMMITTER_EMAIL: 'maren.visser@harbour.example',
      },
      log: path.join(stack.dir, 'logs', 'e2e-git.log'),
    });
  try {
    await git('clone', '--quiet', `${url}/harbour/${service}.git`, '.');
    writeFileSync(path.join(folder, file), `${message}\n${Date.now()}\n`);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    await git('push', '--quiet', 'origin', 'main');
    return (await git('rev-parse', 'HEAD')).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the pipelines of a service', () => {
  const browser = suiteBrowser();
  let page: Page;

  async function open(
    at: string,
    options: Parameters<typeof openAsGuest>[3] = {},
  ) {
    const tab = `/catalog/default/component/${at}`;
    page = await openAsGuest(browser(), app, tab, options);
  }

  it('opens a run on what failed: the stage, its last lines and the tests', async () => {
    await open('customer-portal/pipelines?result=failed');
    await shown(page.getByText('Describe the service to the portal'));
    await page.getByRole('link', { name: '#12', exact: true }).click();
    const failure = page.getByRole('region', { name: 'Failure' });
    await shown(failure.getByText('Unit tests failed'));
    await shown(failure.getByText('showOpenInvoicesOnTheFirstPage'));
    await shown(failure.getByText(/^(new|since #\d+)$/));
    await page.getByRole('tab', { name: 'Log' }).click();
    await shown(page.getByText('Finished: FAILURE'));
    await page.getByRole('tab', { name: 'Tests' }).click();
    await shown(page.getByText('Stack trace'));
  });

  it('keeps a guest from beginning, stopping or approving runs, and says why', async () => {
    await open('berth-planner/pipelines');
    const button = page.getByRole('button', { name: 'Run', exact: true });
    await shown(button);
    assert.equal(await button.first().isDisabled(), true);
    await shown(
      page.locator('button[aria-description*="delivery.run.trigger"]'),
    );
  });

  it('takes a push to staging: a run, dev, an approval by a release manager, and the status of the change at every step', async () => {
    const message = `Call the pilots earlier ${Date.now()}`;
    page = await openAsPerson(
      browser(),
      app,
      '/catalog/default/component/pilot-dispatch/delivery',
      {
        name: 'ingrid.solberg',
        password: readFileSync(giteaFiles(stack).peoplePassword, 'utf8'),
      },
    );
    const changes = page.getByRole('region', { name: 'Changes' });
    await shown(changes.getByText('Describe the service to the portal'));
    await page.evaluate(() => {
      document.body.dataset.loaded = 'once';
    });
    const hash = await push('pilot-dispatch', message);
    const change = changes.getByRole('row').filter({ hasText: message });
    await shown(
      change.getByText(
        /^Run #\d+ is waiting for approval: Deploy to staging\?$/,
      ),
    );
    await shown(change.getByTitle('Matched by pipeline run'));
    // The same page shows the rollout in dev.
    const dev = page.locator('section').filter({
      has: page.getByRole('heading', { name: 'dev', exact: true, level: 3 }),
    });
    await shown(dev.getByText(hash.slice(0, 7)));
    assert.equal(
      await page.evaluate(() => document.body.dataset.loaded),
      'once',
    );

    await change.getByRole('link', { name: /^main #\d+$/ }).click();
    await approve(page, {
      note: 'Look at the night watch',
      reason: 'Tested in dev',
    });
    await shown(page.getByText('Succeeded'));
    await page.getByRole('tab', { name: 'Environments' }).click();
    const places = page.getByRole('tabpanel', { name: 'Environments' });
    await shown(
      places.getByRole('listitem').filter({ hasText: /staging.*Deployed/s }),
    );
    const staged = await kubectl(stack, 'staging', [
      ...['-n', 'staging', 'get', 'deployment', 'pilot-dispatch', '-o'],
      'jsonpath={.spec.template.metadata.annotations}',
    ]);
    assert.match(staged, new RegExp(hash));
    assert.match(staged, /fairway\.dev\/build-url/);
  });

  it('shows on a phone, in Chinese, what a wide screen shows', async () => {
    await open('berth-planner/pipelines', { width: 390, language: 'zh' });
    await shown(page.getByText('默认分支'));
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  });
});
