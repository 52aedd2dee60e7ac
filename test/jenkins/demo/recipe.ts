import type { MirroredCommit } from './GitMirror.ts';

/** What goes wrong with a run, if anything. */
export type Mishap = 'build' | 'unit tests' | 'gate' | 'robot';

/** A stage, and those that it runs beside each other. */
export interface RecipeStage {
  name: string;
  parallel?: string[];
}

/** What a run does, read from the repository that it builds. */
export interface Recipe {
  service: string;
  language: 'java' | 'go' | 'nodejs' | 'python';
  commit: MirroredCommit;
  branch: string;
  /** Of the Jenkinsfile, in order */
  stages: RecipeStage[];
  /** What the service does, in words: a test each */
  behaviours: string[];
  mishap?: Mishap;
  /** Whether there is anything in it to deploy */
  isDeployed: boolean;
  /** Of the image */
  tag: string;
}

/** The words in a commit's message that make its run fail, so that anybody can try. */
const mishapWords: [pattern: RegExp, mishap: Mishap][] = [
  [/\[broken build\]/i, 'build'],
  [/\[broken tests?\]/i, 'unit tests'],
  [/\[broken gate\]/i, 'gate'],
  [/\[broken robot\]/i, 'robot'],
];

/** What a message asks to go wrong. */
export function askedMishap(message: string): Mishap | undefined {
  return mishapWords.find(([pattern]) => pattern.test(message))?.[1];
}

/** The stages of a Jenkinsfile, by their names; of one that is made of others, those. */
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

/** By what a repository is built with. */
export function languageOf(paths: string[]): Recipe['language'] {
  if (paths.includes('pom.xml')) return 'java';
  if (paths.includes('go.mod')) return 'go';
  return paths.includes('package.json') ? 'nodejs' : 'python';
}

/** A release is what its tag names; anything else is its commit. */
export function imageTag({ hash, tags }: MirroredCommit): string {
  const release = tags.find(tag => /^v\d/.test(tag));
  return release ? release.slice(1) : hash.slice(0, 10);
}
