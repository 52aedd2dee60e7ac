import { createHash } from 'node:crypto';
import type { EmulatedBuild } from '../model.ts';
import { TextLog, newBuild } from '../model.ts';
import { askedMishap } from './recipe.ts';
import type { MirroredCommit } from './GitMirror.ts';
import type { Mishap, Recipe } from './recipe.ts';
import { playRun } from './RunPlayer.ts';
import type { PlayerWorld } from './RunPlayer.ts';

/** Time for which a past run waited for its approval. */
const APPROVAL_MS = 25 * 60_000;

/**
 * Failure of a past commit: deterministic, and never for a release.
 */
export function pastMishap(commit: MirroredCommit): Mishap | undefined {
  const asked = askedMishap(commit.message);
  if (asked || commit.tags.length) return asked;
  const chance = createHash('sha256').update(commit.hash).digest()[0];
  if (chance < 28) return 'unit tests';
  if (chance < 40) return 'gate';
  return chance < 48 ? 'robot' : undefined;
}

/** A finished run, played with its own clock that does not wait. */
export async function pastRun(
  recipe: Recipe,
  number: number,
  failing: { name: string; since: number }[],
  sonarqube: PlayerWorld['sonarqube'],
): Promise<EmulatedBuild> {
  let now = recipe.commit.at + 20_000;
  const build = begunBuild(recipe, number, now);
  await playRun(
    build,
    recipe,
    {
      now: () => now,
      delay: async milliseconds => {
        now += milliseconds;
      },
      isStopped: () => false,
      deploy: async (environment, printLine) => {
        now += 34_000;
        printLine(
          `+ deploy --service ${recipe.service} --environment ${environment} --revision ${recipe.commit.hash}`,
        );
        printLine('successfully rolled out');
      },
      approval: async () => {
        now += APPROVAL_MS;
        return recipe.commit.tags.length ? 'ingrid.solberg' : undefined;
      },
      together: async works => {
        const begun = now;
        let ended = now;
        for (const work of works) {
          now = begun;
          await work();
          ended = Math.max(ended, now);
        }
        now = ended;
      },
      sonarqube,
      pace: 1,
      onChange: () => {},
    },
    { failing },
  );
  build.log = TextLog.of(byTime(build.log));
  return build;
}

/** Sorts the lines of parallel stages by the time at the start of each line. */
function byTime(log: EmulatedBuild['log']): string {
  const time = (line: string) => line.slice(0, line.indexOf(']'));
  return log
    .read(0, log.size())
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, index) => ({ line, index, time: time(line) }))
    .sort((a, b) => a.time.localeCompare(b.time) || a.index - b.index)
    .map(({ line }) => `${line}\n`)
    .join('');
}

/** A build of a pushed commit. */
export function begunBuild(
  { commit, branch, service }: Recipe,
  number: number,
  now: number,
  rest: Partial<EmulatedBuild> = {},
): EmulatedBuild {
  return newBuild(number, now, {
    estimatedDuration: 5 * 60_000,
    causes: [
      {
        _class: 'jenkins.branch.BranchEventCause',
        shortDescription: `Push event to branch ${branch}`,
      },
    ],
    revision: {
      hash: commit.hash,
      branch,
      remoteUrl: `https://git.harbour.example/harbour/${service}.git`,
    },
    changes: [
      {
        commitId: commit.hash,
        message: commit.message,
        author: commit.author,
        email: commit.email,
        timestamp: commit.at,
        paths: commit.paths,
      },
    ],
    ...rest,
  });
}
