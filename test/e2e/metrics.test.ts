import assert from 'node:assert/strict';
import { test } from 'node:test';

const address = process.env.FAIRWAY_E2E_METRICS ?? '';

test('offers what the delivery plugin measures of itself to Prometheus', async () => {
  const text = await (await fetch(address)).text();
  for (const cluster of ['staging', 'production']) {
    assert.match(
      text,
      new RegExp(
        `^delivery_cache_records{cluster="${cluster}",kind="Pod".* [1-9]`,
        'm',
      ),
    );
    assert.match(
      text,
      new RegExp(`^delivery_cluster_lag{cluster="${cluster}"`, 'm'),
    );
  }
});
