import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Kustomize } from './Kustomize';
import { KUSTOMIZATIONS } from './localKustomization';

/**
 * The YAML documents of a file, of a folder's files in their order, or of a
 * kustomization.
 *
 * @throws InputError when there are none
 */
export async function readManifests(
  workspace: string,
  place: string,
  kustomize: Pick<Kustomize, 'render'>,
): Promise<string> {
  const found = resolveSafeChildPath(workspace, place);
  const kind = await stat(found).catch(() => undefined);
  if (!kind) {
    throw new InputError(`'${place}' is not among the template's files`);
  }
  if (!kind.isDirectory()) return readFile(found, 'utf8');
  const names = (await readdir(found)).sort();
  if (names.some(name => KUSTOMIZATIONS.includes(name))) {
    return kustomize.render(found, workspace);
  }
  const texts = await Promise.all(
    names
      .filter(name => /\.ya?ml$/.test(name))
      .map(name => readFile(path.join(found, name), 'utf8')),
  );
  if (!texts.length) throw new InputError(`'${place}' has no YAML files`);
  return texts.join('\n---\n');
}
