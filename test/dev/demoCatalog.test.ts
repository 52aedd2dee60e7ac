import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { writeDemoCatalog } from './demoCatalog.ts';
import { stackOf } from './stack.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('writeDemoCatalog', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'fairway-catalog-'));
  after(() => rmSync(dir, { recursive: true }));

  it('gives each user with an account its id, and no other', () => {
    const all = writeDemoCatalog(
      { ...stackOf(root, {}), dir },
      'http://localhost:3300',
      { 'maren.visser': '7', 'tomasz.nowak': '11' },
    );
    const teams = readFileSync(
      path.join(path.dirname(all), 'teams.yaml'),
      'utf8',
    );
    const users = parseAllDocuments(teams)
      .map(document => document.toJS())
      .filter(({ kind }) => kind === 'User')
      .map(({ metadata }) => [metadata.name, metadata.annotations]);
    assert.deepEqual(
      users.filter(([, annotations]) => annotations),
      [
        ['maren.visser', { 'fairway.dev/user-id': '7' }],
        ['tomasz.nowak', { 'fairway.dev/user-id': '11' }],
      ],
    );
    assert.ok(users.length > 3);
  });
});
