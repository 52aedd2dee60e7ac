import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { run } from './run.ts';
import type { Stack } from './stack.ts';
import type { Step } from './steps.ts';

/** Installs the repository's packages, unless they already match the lock file. */
export function nodePackagesStep(stack: Stack): Step {
  return {
    title: 'Node packages',
    run: async (progress, signal) => {
      useYarnShim(stack);
      const stamp = path.join(stack.root, 'node_modules', '.fairway-install');
      const wanted = fingerprint(stack.root);
      const isInstalled =
        existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
      if (isInstalled) return 'up to date';
      progress(0, 0, 'yarn install');
      await run({
        command: process.execPath,
        args: [yarn(stack.root), 'install', '--immutable'],
        cwd: stack.root,
        log: path.join(stack.dir, 'logs', 'yarn-install.log'),
        stack,
        onLine: line => progress(0, 0, line.replace(/^.*YN\d+: /, '')),
        signal,
      });
      writeFileSync(stamp, wanted);
      return undefined;
    },
  };
}

/** backstage-cli calls `yarn`, which may be missing on a machine. */
function useYarnShim(stack: Stack): void {
  const folder = path.join(stack.dir, 'bin');
  const shim = path.join(folder, 'yarn');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    shim,
    `#!/bin/sh\nexec '${process.execPath}' '${yarn(stack.root)}' "$@"\n`,
  );
  chmodSync(shim, 0o755);
  process.env.PATH = [
    folder,
    path.join(stack.root, 'node_modules', '.bin'),
    process.env.PATH,
  ].join(path.delimiter);
}

function yarn(root: string): string {
  return path.join(root, '.yarn', 'releases', 'yarn-4.13.0.cjs');
}

function fingerprint(root: string): string {
  const hashed = createHash('sha256').update(process.version);
  const files = [
    'yarn.lock',
    '.yarnrc.yml',
    ...globSync(
      '{package.json,{packages,plugins}/*/package.json,test/package.json}',
      {
        cwd: root,
      },
    ).sort(),
  ];
  for (const file of files) hashed.update(readFileSync(path.join(root, file)));
  return hashed.digest('hex');
}
