import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { buildKey } from './buildKey.ts';
import { manifestModules, moduleBuilds } from './moduleBuilds.ts';
import type { ModuleBuild } from './moduleBuilds.ts';
import { requiredVersion } from './requiredVersion.ts';

/** A program that was built, and the version of it. */
export interface Binary {
  path: string;
  version: string;
}

const MODULES = path.join(import.meta.dirname, 'go');

// A go.work in a folder above would shut our modules out.
const GO_ENV = { GOWORK: 'off' };

/**
 * Builds what is not in the cache yet.
 *
 * @returns whether there was anything to build
 */
export async function buildBinaries(
  stack: Stack,
  options: { onProgress: Progress; signal: AbortSignal },
): Promise<boolean> {
  const missing = moduleBuilds.filter(m => !existsSync(folder(stack, m)));
  for (const module of missing) await build(stack, module, options);
  await fetchManifests(stack, options.signal);
  return missing.length > 0;
}

/** Where a program is once built. */
export function binary(stack: Stack, name: string): Binary {
  const module = moduleBuilds.find(m => name in m.versions);
  if (!module) throw new Error(`No Go module builds '${name}'`);
  return {
    path: path.join(folder(stack, module), name),
    version: requiredVersion(
      readFileSync(path.join(MODULES, module.name, 'go.mod'), 'utf8'),
      module.versions[name],
    ),
  };
}

/** The folder of the source of one of {@link manifestModules}. */
export async function moduleSource(
  stack: Stack,
  goModule: string,
): Promise<string> {
  const name = Object.keys(manifestModules).find(key =>
    manifestModules[key].includes(goModule),
  );
  if (!name) throw new Error(`'${goModule}' is not among the manifestModules`);
  const printed = await run({
    command: 'go',
    args: ['list', '-m', '-f', '{{.Dir}}', goModule],
    cwd: path.join(MODULES, name),
    env: GO_ENV,
    log: path.join(
      stack.dir,
      'logs',
      `go-list-${goModule.replaceAll('/', '-')}.log`,
    ),
  });
  return printed.trim();
}

async function fetchManifests(
  stack: Stack,
  signal: AbortSignal,
): Promise<void> {
  for (const [name, goModules] of Object.entries(manifestModules)) {
    await run({
      command: 'go',
      args: ['mod', 'download', ...goModules],
      cwd: path.join(MODULES, name),
      env: GO_ENV,
      log: path.join(stack.dir, 'logs', `go-download-${name}.log`),
      stack,
      signal,
    });
  }
}

async function build(
  stack: Stack,
  module: ModuleBuild,
  { onProgress, signal }: { onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  const cwd = path.join(MODULES, module.name);
  const env = { ...GO_ENV, CGO_ENABLED: '0' };
  const log = (what: string) =>
    path.join(stack.dir, 'logs', `go-${what}-${module.name}.log`);
  const flags = ['-trimpath', '-ldflags', module.ldflags];
  onProgress(0, 0, `${module.name}: downloading`);
  // A package that is not stale comes from Go's own cache and is not printed.
  const stale = await run({
    command: 'go',
    args: ['list', '-deps', ...flags, '-f', '{{if .Stale}}x{{end}}', 'tool'],
    cwd,
    env,
    log: log('list'),
    stack,
    onLine: line => {
      const downloaded = /^go: downloading (\S+)/.exec(line);
      if (downloaded) onProgress(0, 0, `${module.name}: ${downloaded[1]}`);
    },
    signal,
  });
  const total = stale.split('x').length - 1;
  const target = folder(stack, module);
  const unfinished = `${target}.new-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  let done = 0;
  try {
    await run({
      command: 'go',
      args: ['build', '-v', ...flags, '-o', `${unfinished}/`, 'tool'],
      cwd,
      env,
      log: log('build'),
      stack,
      onLine: () => {
        done = Math.min(done + 1, total);
        onProgress(done, total, `${module.name}: packages`);
      },
      signal,
    });
    rmSync(target, { recursive: true, force: true });
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function folder(stack: Stack, module: ModuleBuild): string {
  const read = (file: string) =>
    readFileSync(path.join(MODULES, module.name, file), 'utf8');
  const key = buildKey({
    goMod: read('go.mod'),
    goSum: read('go.sum'),
    ldflags: module.ldflags,
    platform: process.platform,
    arch: process.arch,
  });
  return path.join(stack.cacheDir, 'bin', `${module.name}-${key}`);
}
