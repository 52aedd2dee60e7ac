import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findBrokenLinks } from './markdownLinks.ts';

const files: Record<string, string> = {
  'docs/api.md': '# API\n\n## Calls to `GET`, and more\n',
  'docs/images': '',
};
const broken = (text: string) =>
  findBrokenLinks('docs/README.md', text, file => files[file]).map(
    ({ line, target }) => `${line} ${target}`,
  );

describe('findBrokenLinks', () => {
  it('accepts links to files, folders and headings', () => {
    assert.deepEqual(
      broken(
        '## Here\n[a](api.md) [b](images) [c](../docs/api.md#calls-to-get-and-more) [d](#here)',
      ),
      [],
    );
  });

  it('reports a missing file and a missing heading with their lines', () => {
    assert.deepEqual(broken('[a](gone.md)\n\n[b](api.md#none) [c](#none)'), [
      '1 gone.md',
      '3 api.md#none',
      '3 #none',
    ]);
  });

  it('ignores URLs and fenced code', () => {
    assert.deepEqual(
      broken('[a](https://example.org/x)\n```md\n[b](gone.md)\n```\n'),
      [],
    );
  });
});
