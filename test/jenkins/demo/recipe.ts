import type { MirroredCommit } from './GitMirror.ts';

/** What goes wrong with a run, if anything. */
export type Mishap = 'build' | 'unit tests' | 'gate' | 'robot';

/** What a run does, read from the repository that it builds. */
export interface Recipe {
  service: string;
  language: 'java' | 'go' | 'nodejs' | 'python';
  commit: MirroredCommit;
  branch: string;
  /** Of the Jenkinsfile, in order */
  stages: string[];
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

/** The stages of a Jenkinsfile, by their names. */
export function stagesOf(jenkinsfile: string): string[] {
  return [...jenkinsfile.matchAll(/stage\('([^']+)'\)/g)].map(
    ([, name]) => name,
  );
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
