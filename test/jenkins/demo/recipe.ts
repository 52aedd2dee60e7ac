import type { MirroredCommit } from './GitMirror.ts';

/** Failure of a run. */
export type Mishap = 'build' | 'unit tests' | 'gate' | 'robot';

/** A stage and its parallel stages. */
export interface RecipeStage {
  name: string;
  parallel?: string[];
}

/** Content of a run, from the repository that it builds. */
export interface Recipe {
  service: string;
  language: 'java' | 'go' | 'nodejs' | 'python';
  commit: MirroredCommit;
  branch: string;
  /** Stages of the Jenkinsfile, in order */
  stages: RecipeStage[];
  /** Features of the service; each has a test */
  behaviours: string[];
  mishap?: Mishap;
  /** Whether the commit changes anything to deploy */
  isDeployed: boolean;
  /** Tag of the image */
  tag: string;
}

/** Texts in a commit message that make its run fail, so that everyone can try. */
const mishapWords: [pattern: RegExp, mishap: Mishap][] = [
  [/\[broken build\]/i, 'build'],
  [/\[broken tests?\]/i, 'unit tests'],
  [/\[broken gate\]/i, 'gate'],
  [/\[broken robot\]/i, 'robot'],
];

/** Failure that a commit message requests. */
export function askedMishap(message: string): Mishap | undefined {
  return mishapWords.find(([pattern]) => pattern.test(message))?.[1];
}

/** Names of the stages of a Jenkinsfile; a stage with nested stages is replaced by these. */
export function stagesOf(jenkinsfile: string): RecipeStage[] {
  const stages: RecipeStage[] = [];
  let depth = 0;
  let parallelAt = Infinity;
  for (const [sign, name] of jenkinsfile.matchAll(
    /stage\('([^']+)'\)|(?:parallel|stages)\s*\{|[{}]/g,
  )) {
    const last = stages.at(-1);
    if (name && depth > parallelAt) last?.parallel?.push(name);
    else if (name) stages.push({ name });
    else if (sign === '}') {
      depth -= 1;
      if (depth <= parallelAt) parallelAt = Infinity;
    } else {
      if (sign.startsWith('stages')) stages.pop();
      else if (sign !== '{' && last) {
        last.parallel = [];
        parallelAt = depth;
      }
      depth += 1;
    }
  }
  return stages;
}

/** Build tool of a repository. */
export function languageOf(paths: string[]): Recipe['language'] {
  if (paths.includes('pom.xml')) return 'java';
  if (paths.includes('go.mod')) return 'go';
  return paths.includes('package.json') ? 'nodejs' : 'python';
}

/** Version of a release by its tag; otherwise the hash of the commit. */
export function imageTag({ hash, tags }: MirroredCommit): string {
  const release = tags.find(tag => /^v\d/.test(tag));
  return release ? release.slice(1) : hash.slice(0, 10);
}
