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
const DOCKERFILE = /^(Dockerfile|Containerfile)$/;
const WORKLOAD =
  /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|Rollout|CronJob)\b/m;

/** Whether {@link repositoryFacts} has to know what is in a file. */
export function isTelling(path: string): boolean {
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
  };
}

function depthOf({ path }: RepositoryFile): number {
  return path.split('/').length;
}
