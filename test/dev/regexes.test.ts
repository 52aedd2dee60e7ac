import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findRegexes } from './regexes.ts';

test('finds literals, and calls of RegExp with constants of the file', () => {
  const text = [
    'const ESC = String.fromCharCode(27), KEY = `k\\\\d`;',
    'const A = /a\\/[b/]c+/gi;',
    'const B = new RegExp(`^${ESC}${KEY}x`, "g");',
    "const C = RegExp('a|b');",
  ].join('\n');
  assert.deepEqual(findRegexes('a.ts', text), [
    { line: 2, regex: { source: 'a\\/[b/]c+', flags: 'gi' } },
    { line: 3, regex: { source: '^\u001bk\\dx', flags: 'g' } },
    { line: 4, regex: { source: 'a|b', flags: '' } },
  ]);
});

test('finds expressions that are not constant, without a pattern', () => {
  const text = [
    'let word = "a";',
    'export const find = (name: string) => [new RegExp(name), new RegExp(word)];',
    'const C = new RegExp(`${other}`);',
  ].join('\n');
  assert.deepEqual(findRegexes('a.tsx', text), [
    { line: 2 },
    { line: 2 },
    { line: 3 },
  ]);
});
