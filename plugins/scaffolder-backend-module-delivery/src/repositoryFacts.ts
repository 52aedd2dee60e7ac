import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** A file of a repository; its text where it was read. */
export interface RepositoryFile {
  path: string;
  text?: string;
}

/** What is seen of a repository, without building it. */
export interface RepositoryFacts {
  /** `go`, `java`, `nodejs`, `python`, `rust`, `dotnet`; absent where nothing tells */
  language?: string;
  /** Path of the catalog's file */
  catalogFile?: string;
  /** Path of the first file or chart that says how it runs on Kubernetes */
  manifests?: string;
  dockerfile?: string;
  /** The first that the Dockerfile exposes */
  port?: number;
  jenkinsfile?: string;
  /** Path of the description of its API */
  openapi?: string;
  /** Kind of what gives it an address, in the base of its overlays */
  entrance?: 'HTTPRoute' | 'Ingress' | 'VirtualService';
  /** The name in that address */
  host?: string;
  /** Folder of what makes a database of its own */
  database?: string;
}

/** Files whose name tells the language, in the root of a repository. */
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
/** Where "New service" and "Bring an existing repository in" put what they write. */
const BASE = /^deploy\/base\/[^/]+\.ya?ml$/;
const DATABASE = /^(deploy\/database)\/kustomization\.yaml$/;
const DOCKERFILE = /^(Dockerfile|Containerfile)$/;
const WORKLOAD =
  /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|Rollout|CronJob)\b/m;

/** Whether {@link repositoryFacts} has to know what is in a file. */
export function isInformative(path: string): boolean {
  return DOCKERFILE.test(path) || (YAML.test(path) && !OPENAPI.test(path));
}

/** What a repository's files tell; what is nearer to its root counts first. */
export function repositoryFacts(files: RepositoryFile[]): RepositoryFacts {
  const sorted = [...files].sort(
    (a, b) => depthOf(a) - depthOf(b) || (a.path < b.path ? -1 : 1),
  );
  const path = (fits: (file: RepositoryFile) => boolean) =>
    sorted.find(fits)?.path;
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
    ...addressIn(sorted.filter(each => BASE.test(each.path))),
    database: DATABASE.exec(path(each => DATABASE.test(each.path)) ?? '')?.[1],
  };
}

const addressSchema = z.discriminatedUnion('kind', [
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

function addressIn(
  files: RepositoryFile[],
): Pick<RepositoryFacts, 'entrance' | 'host'> {
  const objects = files
    .flatMap(({ text = '' }) => parseAllDocuments(text))
    .flatMap(document => (document.errors.length ? [] : [document.toJS()]));
  for (const object of objects) {
    const { data } = addressSchema.safeParse(object);
    const host = data && hostOf(data);
    if (host !== undefined) return { entrance: data?.kind, host };
  }
  return {};
}

function hostOf(object: z.infer<typeof addressSchema>): string | undefined {
  switch (object.kind) {
    case 'HTTPRoute':
      return object.spec.hostnames[0];
    case 'Ingress':
      return object.spec.rules.at(0)?.host;
    default:
      // One without a dot is known in its namespace alone.
      return object.spec.hosts.find(host => host.includes('.'));
  }
}

function depthOf({ path }: RepositoryFile): number {
  return path.split('/').length;
}
