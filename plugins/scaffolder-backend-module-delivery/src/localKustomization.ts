import { isChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** Names of the file that makes a folder a kustomization. */
export const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** Whose entries name files and folders; of what is neither, kustomize makes an address. */
const REFERENCES = [
  ...['resources', 'bases', 'components'],
  ...['generators', 'transformers', 'validators'],
];

/** Whose texts are never read as a path. */
const TEXTS = [
  ...['buildMetadata', 'commonAnnotations', 'commonLabels', 'images'],
  ...['labels', 'literals', 'metadata', 'patch'],
];

const ADDRESS = /^\s*([a-z][a-z0-9+.-]*:)?\/\/|^\s*[\w.-]+@[\w.-]+:/i;

/**
 * Makes sure that a kustomization, and those that it is made of, name files of the
 * workspace alone: kustomize would fetch all else, from wherever the portal's
 * server reaches, as its account.
 *
 * @throws InputError that names what is not of the workspace
 */
export async function checkLocal(
  folder: string,
  workspace: string,
  seen = new Set<string>(),
): Promise<void> {
  if (seen.has(folder)) return;
  seen.add(folder);
  const name = (await readdir(folder)).find(each =>
    KUSTOMIZATIONS.includes(each),
  );
  if (name === undefined) return;
  const file = path.join(folder, name);
  const where = path.relative(workspace, file);
  const text = await readFile(file, 'utf8');
  let kustomization: unknown;
  try {
    kustomization = parse(text);
  } catch (error) {
    throw new InputError(`${where} is no YAML: ${error}`);
  }
  const refuse = (reference: string): never => {
    throw new InputError(
      `${where} names '${reference}', which is no file or folder of the workspace; a template renders nothing from elsewhere`,
    );
  };
  for (const address of addressesIn(kustomization)) refuse(address);
  for (const reference of referencesOf(kustomization)) {
    const at = path.resolve(folder, reference);
    const found = await stat(at).catch(() => undefined);
    if (!found || !isChildPath(workspace, at)) refuse(reference);
    if (found?.isDirectory()) await checkLocal(at, workspace, seen);
  }
}

function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    // What a generator reads may have a key before it.
    const read = value.slice(value.indexOf('=') + 1);
    return ADDRESS.test(value) || ADDRESS.test(read) ? [value] : [];
  }
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    TEXTS.includes(key) ? [] : addressesIn(inner),
  );
}

function referencesOf(kustomization: unknown): string[] {
  if (typeof kustomization !== 'object' || kustomization === null) return [];
  return Object.entries(kustomization)
    .filter(([key]) => REFERENCES.includes(key))
    .flatMap(([, entries]) => (Array.isArray(entries) ? entries : []))
    .filter(
      // Several lines are an object, written where it is used.
      (entry): entry is string =>
        typeof entry === 'string' && !entry.includes('\n'),
    );
}
