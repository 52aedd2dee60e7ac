/**
 * Checks the texts of the repository: `node test/dev/checkTexts.ts [words|links]`. It
 * prints one line for each finding and exits with 1 if there is any.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { findBrokenLinks } from './markdownLinks.ts';
import { findWordsInCode, findWordsInProse } from './plainWords.ts';

const root = path.join(import.meta.dirname, '../..');

/** Files that contain the refused words on purpose. */
const EXEMPT = /^test\/dev\/plainWords(\.test)?\.ts$/;
/** Files that templates write into other repositories; their links are valid there. */
const TEMPLATE_FILES = /^templates\/service\/[^/]+\//;

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
)
  .split('\n')
  .filter(
    file => file && !EXEMPT.test(file) && existsSync(path.join(root, file)),
  );

const checks: Record<string, () => string[]> = {
  words: () =>
    files.flatMap(file =>
      findWords(file).map(
        ({ line, word, instead }) =>
          `${file}:${line}: '${word}': write ${instead}`,
      ),
    ),
  links: () =>
    files
      .filter(file => /\.md$/.test(file) && !TEMPLATE_FILES.test(file))
      .flatMap(file =>
        findBrokenLinks(file, textOf(file), readTarget).map(
          ({ line, target }) => `${file}:${line}: no such target: ${target}`,
        ),
      ),
};

function findWords(file: string) {
  if (/\.md$/.test(file) && !/CHANGELOG|\.api\.md$/.test(file)) {
    return findWordsInProse(textOf(file));
  }
  if (/\.ya?ml$/.test(file)) return findWordsInProse(textOf(file));
  if (/^(plugins|packages|test)\/.*\.(ts|tsx|js|cjs)$/.test(file)) {
    return findWordsInCode(textOf(file));
  }
  return [];
}

function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function readTarget(file: string): string | undefined {
  const target = path.join(root, file);
  if (!existsSync(target)) return undefined;
  return statSync(target).isDirectory() ? '' : readFileSync(target, 'utf8');
}

const chosen = process.argv[2];
const findings = Object.entries(checks)
  .filter(([name]) => !chosen || name === chosen)
  .flatMap(([, check]) => check());
findings.forEach(finding => process.stdout.write(`${finding}\n`));
process.exitCode = findings.length ? 1 : 0;
