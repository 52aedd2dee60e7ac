import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { buildKey } from './buildKey.ts';
import { copyFolder } from './copyFolder.ts';
import { requiredVersion } from './requiredVersion.ts';
import { run } from './run.ts';
import type { Stack } from './stack.ts';
import type { Progress } from './steps.ts';

/** A go.mod with `tool` lines and without code, and the build options of its tools. */
export interface GoModule {
  name: string;
  /** Folder of go.mod and go.sum */
  dir: string;
  /** Value of `go build -ldflags` */
  ldflags: string;
  /** Module in the go.mod that gives the version, by program */
  versions: Record<string, string>;
  /** Build tags of a program with C code; absent for a build without C */
  cgoTags?: string[];
  /** Folders of a module's source that the program reads; they are copied next to it */
  assets?: { goModule: string; folders: string[] };
}

/** A built program and its version. */
export interface Binary {
  path: string;
  version: string;
}

// A go.work in a parent folder would exclude our modules.
const GO_ENV = { GOWORK: 'off' };

/** Whether the cache contains the programs of a module. */
export function isBuilt(stack: Stack, module: GoModule): boolean {
  return existsSync(buildFolder(stack, module));
}

/** Folder of a module's built programs. */
export function buildFolder(stack: Stack, module: GoModule): string {
  const read = (file: string) =>
    readFileSync(path.join(module.dir, file), 'utf8');
  const key = buildKey({
    goMod: read('go.mod'),
    goSum: read('go.sum'),
    ldflags: module.ldflags,
    extras: [...(module.cgoTags ?? []), ...(module.assets?.folders ?? [])],
    platform: process.platform,
    arch: process.arch,
  });
  return path.join(stack.cacheDir, 'bin', `${module.name}-${key}`);
}

/** One built program of a module. */
export function builtBinary(
  stack: Stack,
  module: GoModule,
  program: string,
): Binary {
  return {
    path: path.join(buildFolder(stack, module), program),
    version: requiredVersion(
      readFileSync(path.join(module.dir, 'go.mod'), 'utf8'),
      module.versions[program],
    ),
  };
}

/** Builds a module's programs into the cache, completely or not at all. */
export async function buildGoModule(
  stack: Stack,
  module: GoModule,
  { onProgress, signal }: { onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  const { name, dir: cwd, cgoTags } = module;
  const env = { ...GO_ENV, CGO_ENABLED: cgoTags ? '1' : '0' };
  const log = (what: string) =>
    path.join(stack.dir, 'logs', `go-${what}-${name}.log`);
  const flags = [
    ...['-trimpath', '-ldflags', module.ldflags],
    ...(cgoTags ? ['-tags', cgoTags.join(',')] : []),
  ];
  onProgress(0, 0, `${name}: downloading`);
  // Go does not print packages that it takes from its own cache.
  const stale = await run({
    command: 'go',
    args: ['list', '-deps', ...flags, '-f', '{{if .Stale}}x{{end}}', 'tool'],
    cwd,
    env,
    log: log('list'),
    stack,
    onLine: line => {
      const downloaded = /^go: downloading (\S+)/.exec(line);
      if (downloaded) onProgress(0, 0, `${name}: ${downloaded[1]}`);
    },
    signal,
  });
  const total = stale.split('x').length - 1;
  const target = buildFolder(stack, module);
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
        onProgress(done, total, `${name}: packages`);
      },
      signal,
    });
    if (module.assets) {
      const { goModule, folders } = module.assets;
      const source = await sourceFolder(stack, module, goModule);
      for (const folder of folders) {
        copyFolder(path.join(source, folder), path.join(unfinished, folder));
      }
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Folder of the downloaded source of a required module. */
export async function sourceFolder(
  stack: Stack,
  { dir }: Pick<GoModule, 'dir'>,
  goModule: string,
): Promise<string> {
  const printed = await run({
    command: 'go',
    args: ['list', '-m', '-f', '{{.Dir}}', goModule],
    cwd: dir,
    env: GO_ENV,
    log: path.join(
      stack.dir,
      'logs',
      `go-list-${goModule.replaceAll('/', '-')}.log`,
    ),
  });
  return printed.trim();
}

/** Downloads the source of modules that one of our modules requires. */
export async function downloadSources(
  stack: Stack,
  { name, dir }: Pick<GoModule, 'name' | 'dir'>,
  goModules: string[],
  signal: AbortSignal,
): Promise<void> {
  await run({
    command: 'go',
    args: ['mod', 'download', ...goModules],
    cwd: dir,
    env: GO_ENV,
    log: path.join(stack.dir, 'logs', `go-download-${name}.log`),
    stack,
    signal,
  });
}
