import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { kubectl } from '../cluster/index.ts';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { openAsPerson } from './browser.ts';
import { suiteBrowser } from './suite.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const { app, backend } = portalAddresses(stack);

describe('people', () => {
  const browser = suiteBrowser();
  let page: Page;
  const key = `tides-${Date.now()}`;

  /** Signs in and returns the portal's token. */
  async function tokenOf(name: string, displayName: string): Promise<string> {
    const password = readFileSync(giteaFiles(stack).peoplePassword, 'utf8');
    page = await openAsPerson(browser(), app, '/settings', { name, password });
    await page.getByRole('link', { name: displayName }).first().waitFor();
    return page.evaluate(async url => {
      const answer = await fetch(url, {
        credentials: 'include',
        headers: { 'x-requested-with': 'XMLHttpRequest' },
      });
      const { backstageIdentity } = await answer.json();
      return String(backstageIdentity.token);
    }, `${backend}/api/auth/oidc/refresh?env=development`);
  }

  function apply(
    token: string,
    environment: string,
    rest: { dryRun?: boolean } = {},
  ): Promise<Response> {
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'berth-planner-tides',
        labels: { 'backstage.io/kubernetes-id': 'berth-planner' },
      },
      data: { table: 'springs' },
    };
    return fetch(`${backend}/api/delivery/v1/actions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        target: {
          type: 'service',
          entityRef: 'component:default/berth-planner',
          environment,
        },
        action: {
          kind: 'workload.apply',
          manifests: JSON.stringify(configMap),
        },
        reason: 'The tide table of this week',
        idempotencyKey: key,
        ...rest,
      }),
    });
  }

  it('sign in by their account in Gitea; a release manager changes an environment by the portal’s own credential', async () => {
    const token = await tokenOf('maren.visser', 'Maren Visser');
    const tried = await apply(token, 'staging', { dryRun: true });
    const { preview: plan } = await tried.json();
    assert.deepEqual(
      plan.objects?.map(({ result }: { result: string }) => result),
      ['create'],
      JSON.stringify(plan),
    );
    const answer = await apply(token, 'staging');
    const record = await answer.json();
    assert.equal(record.state, 'succeeded', JSON.stringify(record));
    assert.equal(record.actor, 'user:default/maren.visser');
    const seen = await kubectl(stack, 'staging', [
      ...['-n', 'staging', 'get', 'configmap', 'berth-planner-tides', '-o'],
      'jsonpath={.metadata.annotations.fairway\\.dev/actor} {.data.table} {.metadata.managedFields[0].manager}',
    ]);
    assert.equal(seen, 'user:default/maren.visser springs fairway');
    const again = await apply(token, 'staging');
    assert.equal((await again.json()).id, record.id);
    await kubectl(stack, 'staging', [
      ...['-n', 'staging', 'delete', 'configmap', 'berth-planner-tides'],
    ]);
  });

  it('who only look on change nothing', async () => {
    const token = await tokenOf('nadia.haddad', 'Nadia Haddad');
    for (const environment of ['dev', 'production']) {
      const answer = await apply(token, environment, { dryRun: true });
      assert.equal(answer.status, 403);
      assert.match((await answer.json()).error.message, /delivery\.apply/);
    }
  });
});
