import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { stackOf } from '../dev/stack.ts';
import { hadolint } from './hadolint.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the Dockerfiles of the templates', () => {
  let program: string;

  before(async () => {
    program = await hadolint(stackOf(root, process.env));
  });

  const lint = (dockerfile: string) => {
    const { status, stdout, stderr } = spawnSync(program, ['--no-color', '-'], {
      input: dockerfile,
      encoding: 'utf8',
    });
    return { isGood: status === 0, said: stdout + stderr };
  };

  const files = globSync('templates/**/Dockerfile', { cwd: root }).sort();
  it('are those of the three languages', () => {
    assert.deepEqual(
      files,
      ['go', 'nodejs', 'spring-boot'].map(language =>
        path.join('templates', 'service', language, 'Dockerfile'),
      ),
    );
  });

  for (const file of files) {
    it(`${file} is as hadolint wants it`, () => {
      const text = readFileSync(path.join(root, file), 'utf8');
      // Files with placeholders of the scaffolder cannot be linted.
      assert.doesNotMatch(text, /\$\{\{|\{%/);
      const { isGood, said } = lint(text);
      assert.ok(isGood, said);
    });
  }

  it('would not pass with an image of no version', () => {
    const { isGood, said } = lint('FROM golang\nCMD ["true"]\n');
    assert.equal(isGood, false);
    assert.match(said, /DL3006/);
  });
});
