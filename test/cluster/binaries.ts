import path from 'node:path';
import {
  buildGoModule,
  builtBinary,
  downloadSources,
  isBuilt,
  sourceFolder,
} from '../dev/goModule.ts';
import type { Binary } from '../dev/goModule.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { MODULES, manifestModules, moduleBuilds } from './moduleBuilds.ts';

/**
 * Builds the programs that the cache lacks.
 *
 * @returns whether a build was necessary
 */
export async function buildBinaries(
  stack: Stack,
  options: { onProgress: Progress; signal: AbortSignal },
): Promise<boolean> {
  const missing = moduleBuilds.filter(module => !isBuilt(stack, module));
  for (const module of missing) await buildGoModule(stack, module, options);
  for (const [name, goModules] of Object.entries(manifestModules)) {
    const dir = path.join(MODULES, name);
    await downloadSources(stack, { name, dir }, goModules, options.signal);
  }
  return missing.length > 0;
}

/** Path of a built program. */
export function binary(stack: Stack, name: string): Binary {
  const module = moduleBuilds.find(m => name in m.versions);
  if (!module)
    throw new Error(`Unknown program '${name}': no Go module builds it`);
  return builtBinary(stack, module, name);
}

/** Folder of the source of one of {@link manifestModules}. */
export async function moduleSource(
  stack: Stack,
  goModule: string,
): Promise<string> {
  const name = Object.keys(manifestModules).find(key =>
    manifestModules[key].includes(goModule),
  );
  if (!name) throw new Error(`'${goModule}' is not in manifestModules`);
  return sourceFolder(stack, { dir: path.join(MODULES, name) }, goModule);
}
