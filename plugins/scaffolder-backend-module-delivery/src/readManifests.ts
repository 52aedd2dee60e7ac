import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Kustomize } from './Kustomize';
import { KUSTOMIZATIONS } from './localKustomization';

/**
 * Reads the YAML documents of a file, of a folder's files in alphabetical order, or
 * of a kustomization.
 *
 * @throws InputError if there are none
 */
export async function readManifests(
  workspace: string,
  manifestPath: string,
  kustomize: Pick<Kustomize, 'render'>,
): Promise<string> {
  const found = resolveSafeChildPath(workspace, manifestPath);
  const stats = await stat(found).catch(() => undefined);
  if (!stats) {
    throw new InputError(`The workspace has no '${manifestPath}'`);
  }
  if (!stats.isDirectory()) return readFile(found, 'utf8');
  const names = (await readdir(found)).sort();
  if (names.some(name => KUSTOMIZATIONS.includes(name))) {
    return kustomize.render(found, workspace);
  }
  const texts = await Promise.all(
    names
      .filter(name => /\.ya?ml$/.test(name))
      .map(name => readFile(path.join(found, name), 'utf8')),
  );
  if (!texts.length) {
    throw new InputError(`'${manifestPath}' has no YAML files`);
  }
  return texts.join('\n---\n');
}
