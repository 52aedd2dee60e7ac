import { isChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  copyFile,
  mkdir,
  readFile,
  readdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Names of the file that makes a folder a kustomization. */
export const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/**
 * A path in the same notation for everybody: of what is none, kustomize makes an
 * address. In a folder's, kustomize looks for a host before it looks for the folder.
 */
const PLAIN_PATH = /^[\w.-]+(\/[\w.-]+)*\/?$/;
const FOLDER_OF_A_HOST = /^(?!\.{1,2}(\/|$))[^/]*\./;

const generatorSchema = z.strictObject({
  name: z.string().optional(),
  namespace: z.string().optional(),
  behavior: z.string().optional(),
  type: z.string().optional(),
  literals: z.array(z.string()).optional(),
  options: z.unknown().optional(),
  files: z.array(z.string()).default([]),
  envs: z.array(z.string()).default([]),
});

/**
 * What a kustomization may say. kustomize takes keys in any case, and others that
 * run programs or read addresses; what is not here is refused.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
const kustomizationSchema = z.strictObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.unknown().optional(),
  namespace: z.string().optional(),
  namePrefix: z.string().optional(),
  nameSuffix: z.string().optional(),
  labels: z.unknown().optional(),
  commonLabels: z.unknown().optional(),
  commonAnnotations: z.unknown().optional(),
  images: z.unknown().optional(),
  replicas: z.unknown().optional(),
  generatorOptions: z.unknown().optional(),
  sortOptions: z.unknown().optional(),
  buildMetadata: z.unknown().optional(),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  configMapGenerator: z.array(generatorSchema).default([]),
  secretGenerator: z.array(generatorSchema).default([]),
  patches: z
    .array(
      z.strictObject({
        path: z.string().optional(),
        patch: z.string().optional(),
        target: z.unknown().optional(),
        options: z.unknown().optional(),
      }),
    )
    .default([]),
  replacements: z
    .array(
      z.strictObject({
        path: z.string().optional(),
        source: z.unknown().optional(),
        targets: z.unknown().optional(),
      }),
    )
    .default([]),
});

type Kustomization = z.infer<typeof kustomizationSchema>;

/**
 * Copies a kustomization with those that it is made of and the files that they
 * name. What kustomize reads then is what was looked at, and nothing besides: it
 * would fetch from wherever the portal's server reaches, as its account.
 *
 * @param folder - of the kustomization, within the workspace
 * @param to - takes the place of the workspace
 * @throws InputError that names what is not of the workspace, or not known
 */
export async function copyLocal(
  folder: string,
  workspace: string,
  to: string,
  seen = new Set<string>(),
): Promise<void> {
  if (seen.has(folder)) return;
  seen.add(folder);
  const copyOf = (at: string) => path.join(to, path.relative(workspace, at));
  const name = (await readdir(folder)).find(each =>
    KUSTOMIZATIONS.includes(each),
  );
  const where = path.relative(workspace, path.join(folder, name ?? ''));
  if (name === undefined) {
    throw new InputError(`${where} has no ${KUSTOMIZATIONS[0]}`);
  }
  const kustomization = parseKustomization(
    await readFile(path.join(folder, name), 'utf8'),
    where,
  );
  await mkdir(copyOf(folder), { recursive: true });
  // JSON is YAML too, and read in one way.
  await writeFile(
    path.join(copyOf(folder), KUSTOMIZATIONS[0]),
    JSON.stringify(kustomization),
  );
  const { files, places } = referencesOf(kustomization);
  for (const reference of [...files, ...places]) {
    const at = path.resolve(folder, reference);
    const found = await stat(at).catch(() => undefined);
    const isPlain = PLAIN_PATH.test(reference) && isChildPath(workspace, at);
    const isFolder = found?.isDirectory() && places.includes(reference);
    if (!isPlain || !(found?.isFile() || isFolder)) {
      throw new InputError(
        `${where} names '${reference}', which is no file or folder of the workspace; a template renders nothing from elsewhere`,
      );
    }
    if (isFolder && FOLDER_OF_A_HOST.test(reference)) {
      throw new InputError(
        `${where} names the folder '${reference}', which reads like a host: write it as ./${reference}`,
      );
    }
    if (isFolder) await copyLocal(at, workspace, to, seen);
    else {
      await mkdir(path.dirname(copyOf(at)), { recursive: true });
      await copyFile(at, copyOf(at));
    }
  }
}

function parseKustomization(text: string, where: string): Kustomization {
  let said: unknown;
  try {
    said = parse(text);
  } catch (error) {
    throw new InputError(`${where} is no YAML: ${error}`);
  }
  const read = kustomizationSchema.safeParse(said ?? {});
  if (read.success) return read.data;
  throw new InputError(
    `${where} says what templates do not render: ${z.prettifyError(read.error)}`,
  );
}

function referencesOf(kustomization: Kustomization): {
  files: string[];
  /** Which may be folders */
  places: string[];
} {
  const { resources, components, patches, replacements } = kustomization;
  const generators = [
    ...kustomization.configMapGenerator,
    ...kustomization.secretGenerator,
  ];
  return {
    files: [
      ...[...patches, ...replacements].flatMap(({ path: at }) => at ?? []),
      ...generators.flatMap(({ files, envs }) => [
        // It may have a key before it.
        ...files.map(file => file.slice(file.indexOf('=') + 1)),
        ...envs,
      ]),
    ],
    places: [...resources, ...components],
  };
}
