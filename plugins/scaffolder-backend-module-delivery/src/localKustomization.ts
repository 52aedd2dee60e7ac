import { isChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { parseYaml } from '@fairway/backstage-plugin-delivery-node';
import {
  copyFile,
  mkdir,
  readFile,
  readdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Names of the file that makes a folder a kustomization. */
export const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** A relative path. kustomize treats other references as URLs. */
const PLAIN_PATH = /^[\w.-]+(\/[\w.-]+)*\/?$/;
/** A folder name that kustomize tries as a host name first. */
const HOST_LIKE_FOLDER = /^(?!\.{1,2}(\/|$))[^/]*\./;

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
 * Allowed fields of a kustomization. kustomize ignores the case of keys, and has
 * other fields that run programs or read URLs, so all other fields are rejected.
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
 * Copies a kustomization with the kustomizations and files that it refers to.
 * kustomize then reads only checked files. Otherwise it would fetch any URL that
 * the portal's server can reach, with the server's own identity.
 *
 * @param folder - folder of the kustomization, within the workspace
 * @param workspace - root of the workspace
 * @param to - root of the copy
 * @throws InputError that names a field that is not allowed, or a reference outside
 * the workspace
 */
export async function copyLocalKustomization(
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
  // JSON is valid YAML without its ambiguities.
  await writeFile(
    path.join(copyOf(folder), KUSTOMIZATIONS[0]),
    JSON.stringify(kustomization),
  );
  const { files, filesOrFolders } = referencesOf(kustomization);
  for (const reference of [...files, ...filesOrFolders]) {
    const at = path.resolve(folder, reference);
    const found = await stat(at).catch(() => undefined);
    const isPlain = PLAIN_PATH.test(reference) && isChildPath(workspace, at);
    const isFolder = found?.isDirectory() && filesOrFolders.includes(reference);
    if (!isPlain || !(found?.isFile() || isFolder)) {
      throw new InputError(
        `${where} refers to '${reference}', which is not a file or folder in the workspace. Templates render only files of the workspace.`,
      );
    }
    if (isFolder && HOST_LIKE_FOLDER.test(reference)) {
      throw new InputError(
        `${where} refers to the folder '${reference}', which kustomize would treat as a host name. Write it as ./${reference}.`,
      );
    }
    if (isFolder) await copyLocalKustomization(at, workspace, to, seen);
    else {
      await mkdir(path.dirname(copyOf(at)), { recursive: true });
      await copyFile(at, copyOf(at));
    }
  }
}

function parseKustomization(text: string, where: string): Kustomization {
  const documents = parseYaml(text, where);
  if (documents.length > 1) {
    throw new InputError(
      `${where} has ${documents.length} YAML documents. Keep one.`,
    );
  }
  const parsed = kustomizationSchema.safeParse(documents.at(0)?.value ?? {});
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${where} is invalid, or has fields that templates do not support: ${z.prettifyError(parsed.error)}`,
  );
}

function referencesOf(kustomization: Kustomization): {
  files: string[];
  filesOrFolders: string[];
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
        // An entry may be KEY=FILE.
        ...files.map(file => file.slice(file.indexOf('=') + 1)),
        ...envs,
      ]),
    ],
    filesOrFolders: [...resources, ...components],
  };
}
