import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Stack } from '../dev/stack.ts';
import { benchWatch } from './watch.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'fairway-bench-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const stack: Stack = {
  name: 'test',
  root: path.resolve(import.meta.dirname, '../..'),
  dir,
  cacheDir: dir,
  portOffset: 0,
};

test('measures a cache that has received all pods and changes', async () => {
  const figures = await benchWatch(
    stack,
    { pods: 1_200, events: 3_000 },
    new AbortController().signal,
  );
  assert.equal(figures.pods, 1_200);
  assert.equal(figures.events, 3_000);
  assert.ok(figures.podBytes >= 3_000, 'pods of at least 3 KB');
  for (const figure of Object.values(figures)) assert.ok(figure > 0);
});
