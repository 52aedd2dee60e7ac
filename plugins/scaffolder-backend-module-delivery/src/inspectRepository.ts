import { isError } from '@backstage/errors';
import {
  YAML_LIMITS,
  parseYaml,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';

/** A file of a repository; it has a text if {@link needsContent} is true for its path. */
export interface RepositoryFile {
  path: string;
  text?: string;
}

/** Properties of a repository, detected from its files without building it. */
export interface RepositoryInspection {
  /** `go`, `java`, `nodejs`, `python`, `rust` or `dotnet`; absent if unknown */
  language?: string;
  /** Path of the catalog file */
  catalogFile?: string;
  /** Path of the first workload manifest or Helm chart */
  manifests?: string;
  /** Path of the Dockerfile */
  dockerfile?: string;
  /** First port that the Dockerfile exposes */
  port?: number;
  /** Path of the Jenkinsfile */
  jenkinsfile?: string;
  /** Path of the OpenAPI document */
  openapi?: string;
  /** Kind of the route in the base of the overlays */
  routeKind?: 'HTTPRoute' | 'Ingress' | 'VirtualService';
  /** Host name of that route */
  host?: string;
  /** Folder with the manifests of the service's database */
  database?: string;
}

/** Names of files in the root of a repository that identify its language. */
const LANGUAGES: [RegExp, string][] = [
  [/^go\.mod$/, 'go'],
  [/^(pom\.xml|build\.gradle(\.kts)?)$/, 'java'],
  [/^package\.json$/, 'nodejs'],
  [/^(pyproject\.toml|requirements\.txt|setup\.py)$/, 'python'],
  [/^Cargo\.toml$/, 'rust'],
  [/^[^/]+\.(csproj|sln)$/, 'dotnet'],
];

const OPENAPI = /(^|\/)(openapi|swagger)\.(ya?ml|json)$/i;
const CHART = /(^|\/)Chart\.yaml$/;
const YAML = /\.ya?ml$/;
/** Files of the base that the software templates generate. */
const BASE = /^deploy\/base\/[^/]+\.ya?ml$/;
const DATABASE = /^(deploy\/database)\/kustomization\.yaml$/;
const DOCKERFILE = /^(Dockerfile|Containerfile)$/;
const WORKLOAD =
  /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|Rollout|CronJob)\b/m;

/** Whether {@link inspectRepository} needs the content of a file. */
export function needsContent(path: string): boolean {
  return DOCKERFILE.test(path) || (YAML.test(path) && !OPENAPI.test(path));
}

/** Detects a repository's properties from its files. Files nearer to the root have precedence. */
export function inspectRepository(
  files: RepositoryFile[],
): RepositoryInspection {
  const sorted = [...files].sort(
    (a, b) => depthOf(a) - depthOf(b) || (a.path < b.path ? -1 : 1),
  );
  const path = (matches: (file: RepositoryFile) => boolean) =>
    sorted.find(matches)?.path;
  const dockerfile = sorted.find(each => DOCKERFILE.test(each.path));
  const exposed = /^EXPOSE\s+(\d+)/im.exec(dockerfile?.text ?? '')?.[1];
  return {
    language: LANGUAGES.find(([name]) =>
      path(each => name.test(each.path)),
    )?.[1],
    catalogFile: path(each => /^catalog-info\.ya?ml$/.test(each.path)),
    manifests: path(
      ({ path: at, text = '' }) =>
        CHART.test(at) || (YAML.test(at) && WORKLOAD.test(text)),
    ),
    dockerfile: dockerfile?.path,
    port: exposed === undefined ? undefined : Number(exposed),
    jenkinsfile: path(each => each.path === 'Jenkinsfile'),
    openapi: path(each => OPENAPI.test(each.path)),
    ...routeIn(sorted.filter(each => BASE.test(each.path))),
    database: DATABASE.exec(path(each => DATABASE.test(each.path)) ?? '')?.[1],
  };
}

const routeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('HTTPRoute'),
    spec: z.object({ hostnames: z.array(z.string()).nonempty() }),
  }),
  z.object({
    kind: z.literal('Ingress'),
    spec: z.object({ rules: z.array(z.object({ host: z.string() })) }),
  }),
  z.object({
    kind: z.literal('VirtualService'),
    spec: z.object({ hosts: z.array(z.string()) }),
  }),
]);

function routeIn(
  files: RepositoryFile[],
): Pick<RepositoryInspection, 'routeKind' | 'host'> {
  let characters = 0;
  for (const file of files) {
    // All files together are limited as one is, because they are parsed at once.
    characters += file.text?.length ?? 0;
    if (characters > YAML_LIMITS.bytes) return {};
    for (const value of valuesIn(file)) {
      const { data } = routeSchema.safeParse(value);
      const host = data && hostOf(data);
      if (host !== undefined) return { routeKind: data?.kind, host };
    }
  }
  return {};
}

/** Documents of a YAML file; none of a file that is invalid or exceeds the limits. */
function valuesIn({ path, text = '' }: RepositoryFile): unknown[] {
  try {
    return parseYaml(text, path).map(({ value }) => value);
  } catch (error) {
    if (isError(error) && error.name === 'InputError') return [];
    throw error;
  }
}

function hostOf(object: z.infer<typeof routeSchema>): string | undefined {
  switch (object.kind) {
    case 'HTTPRoute':
      return object.spec.hostnames[0];
    case 'Ingress':
      return object.spec.rules.at(0)?.host;
    default:
      // A host without a dot is only valid inside its namespace.
      return object.spec.hosts.find(host => host.includes('.'));
  }
}

function depthOf({ path }: RepositoryFile): number {
  return path.split('/').length;
}
