/**
 * Checks that all regular expressions of the product are linear in the length of the text:
 * `node test/dev/checkRegexes.ts`. It prints one line for each finding and exits with 1 if
 * there is any.
 *
 * A regular expression whose text is short by construction may be polynomial. It has the
 * comment `// Bounded: REASON` in the line before it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from 'recheck';
import type { Diagnostics } from 'recheck';
import { findRegexes } from './regexes.ts';

const root = path.join(import.meta.dirname, '../..');
const TIMEOUT_MS = 120_000;
/** Source of the product, without tests. */
const PRODUCT = /^(plugins|packages)\/[^/]+\/src\/.*\.tsx?$/;
const TEST = /\.test\.tsx?$|\/__(testUtils|fixtures)__\//;

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
)
  .split('\n')
  .filter(file => PRODUCT.test(file) && !TEST.test(file))
  .filter(file => existsSync(path.join(root, file)));

const results = new Map<string, string | undefined>();
let count = 0;
for (const file of files) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const lines = text.split('\n');
  for (const { line, regex } of findRegexes(file, text)) {
    count += 1;
    if (/^\s*\/\/ Bounded: \S/.test(lines[line - 2] ?? '')) continue;
    const problem = regex
      ? await problemOf(regex)
      : 'the pattern is not constant, so it cannot be checked. Build it from constants of the file, or compare texts';
    if (problem) {
      process.stdout.write(`${file}:${line}: ${problem}\n`);
      process.exitCode = 1;
    }
  }
}
process.stdout.write(`${count} regular expressions\n`);

async function problemOf(regex: {
  source: string;
  flags: string;
}): Promise<string | undefined> {
  const { source, flags } = regex;
  const key = `/${source}/${flags}`;
  if (!results.has(key)) {
    const result = await check(source, flags, { timeout: TIMEOUT_MS });
    results.set(key, describe(key, result));
  }
  return results.get(key);
}

function describe(key: string, result: Diagnostics): string | undefined {
  switch (result.status) {
    case 'safe':
      return undefined;
    case 'vulnerable':
      return `${key} is ${result.complexity.summary}, such as for ${result.attack.pattern}. Use negated classes, or cut the text first`;
    default:
      return `${key} could not be checked (${result.error.kind}). Simplify it`;
  }
}
