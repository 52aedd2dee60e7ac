import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentiles, waits } from './latencies.ts';
import type { Change, Sight } from './latencies.ts';

const change = (value: number, at: number): Change => ({
  topic: 'orders',
  key: 'orders-1',
  value,
  at,
});
const sight = (viewer: number, value: number, at: number): Sight => ({
  viewer,
  key: 'orders-1',
  value,
  at,
});

test('measures the time from a change to each viewer of its topic', () => {
  assert.deepEqual(
    waits(
      [change(1, 1_000)],
      [sight(0, 1, 1_030), sight(1, 1, 1_100)],
      ['orders', 'orders', 'bills'],
    ),
    { milliseconds: [30, 100], missed: 0 },
  );
});

test('counts a replaced change as seen with the later one', () => {
  assert.deepEqual(
    waits(
      [change(1, 1_000), change(2, 1_010)],
      [sight(0, 2, 1_050)],
      ['orders'],
    ),
    { milliseconds: [50, 40], missed: 0 },
  );
});

test('ignores an earlier occurrence of the same value', () => {
  assert.deepEqual(
    waits(
      [change(1, 1_000), change(2, 5_000), change(1, 9_000)],
      [sight(0, 1, 1_020), sight(0, 2, 5_020)],
      ['orders'],
    ),
    { milliseconds: [20, 20], missed: 1 },
  );
});

test('counts zero for a viewer who saw a change before the measuring watch', () => {
  assert.deepEqual(waits([change(1, 1_000)], [sight(0, 1, 998)], ['orders']), {
    milliseconds: [0],
    missed: 0,
  });
});

test('computes percentiles', () => {
  const values = Array.from({ length: 100 }, (_, n) => 100 - n);
  assert.deepEqual(percentiles(values), { p50: 51, p95: 96, p99: 100 });
  assert.deepEqual(percentiles([]), { p50: 0, p95: 0, p99: 0 });
});
