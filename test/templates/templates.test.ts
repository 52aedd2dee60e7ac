import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../templates');

describe('Templates', () => {
  it('are YAML', () => {
    const files = globSync(['*.yaml', 'service/*.yaml'], { cwd: root });
    assert.ok(files.length > 5);
    for (const file of files) {
      const text = readFileSync(path.join(root, file), 'utf8');
      for (const { errors } of parseAllDocuments(text)) {
        assert.deepEqual(errors, [], file);
      }
    }
  });
});
