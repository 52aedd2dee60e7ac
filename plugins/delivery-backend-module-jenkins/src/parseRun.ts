import {
  pipelineProblem,
  isoTime,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  RunCause,
  RunParameter,
  RunResult,
  RunStatus,
} from '@fairway/backstage-plugin-delivery-common';
import type { ListedRun } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { buildSchema } from './builds';
import type { JenkinsAction, JenkinsBuild } from './builds';
import { commitOf } from './commits';
import type { SameRepository } from './commits';
import { httpAddress } from './httpAddress';
import { descriptionText } from './htmlText';
import { pendingInputs, waitingStatus } from './inputs';

const results = new Map<string, RunResult>([
  ['SUCCESS', 'succeeded'],
  ['UNSTABLE', 'unstable'],
  ['FAILURE', 'failed'],
  ['ABORTED', 'aborted'],
  ['NOT_BUILT', 'not-built'],
  // Spelling of an old plugin
  ['NOT_BUILD', 'not-built'],
]);

/**
 * Parses a build of a list. A build that cannot be parsed becomes a run with a
 * `problem`; undefined if it does not even have a number.
 */
export function parseRun(
  build: unknown,
  repository?: string,
  repositories?: SameRepository,
): ListedRun | undefined {
  const read = buildSchema.safeParse(build);
  if (read.success) return toRun(read.data, repository, repositories);
  const numbered = z
    .object({ number: z.number().int(), url: z.string().optional() })
    .safeParse(build);
  if (!numbered.success) return undefined;
  const { number, url } = numbered.data;
  const at = isoTime(0);
  return {
    number,
    name: `#${number}`,
    url: httpAddress(url),
    status: { state: 'finished', result: 'unknown', endedAt: at },
    startedAt: at,
    causes: [],
    isKept: false,
    problem: pipelineProblem('runUnreadable', {
      reason: z.prettifyError(read.error),
    }),
  };
}

/** Converts a build to a run. */
export function toRun(
  build: JenkinsBuild,
  repository?: string,
  repositories?: SameRepository,
): ListedRun {
  const { number, actions, description } = build;
  const tests = testCounts(actions);
  const commit = commitOf(build, repository, repositories);
  const url = httpAddress(build.url);
  const gate = actions.some(action => action.sonarqubeDashboardUrl);
  return {
    number,
    name: build.displayName || `#${number}`,
    ...(url && { url }),
    ...(description && { description: descriptionText(description) }),
    status: statusOf(build),
    startedAt: isoTime(build.timestamp),
    causes: causesOf(actions),
    ...(commit && { commit }),
    isKept: build.keepLog ?? false,
    ...(tests && { tests }),
    ...(gate && { gate: 'unknown' as const }),
  };
}

function statusOf(build: JenkinsBuild): RunStatus {
  const { timestamp, duration, estimatedDuration, result, actions } = build;
  if (build.building || build.inProgress) {
    const waiting = waitingStatus(pendingInputs(actions));
    if (waiting) return waiting;
    return {
      state: 'running',
      ...(estimatedDuration &&
        estimatedDuration > 0 && {
          expectedEndAt: isoTime(timestamp + estimatedDuration),
        }),
    };
  }
  return {
    state: 'finished',
    result: resultOf(result),
    endedAt: isoTime(timestamp + duration),
  };
}

/** Converts a result of Jenkins; `unknown` if the portal does not know it. */
export function resultOf(result: string | null | undefined): RunResult {
  return results.get(result ?? '') ?? 'unknown';
}

/**
 * Returns the parameters of a run, each once: Jenkins may report a name in several
 * forms, such as hidden and not. As in a build's environment, the last value counts.
 * Passwords and credentials have no value.
 */
export function parametersOf(actions: JenkinsAction[]): RunParameter[] {
  const byName = new Map<string, RunParameter>();
  const secrets = new Set<string>();
  for (const { _class, name, value } of actions.flatMap(
    ({ parameters }) => parameters ?? [],
  )) {
    if (isSecretParameter(_class)) secrets.add(name);
    const shown = typeof value === 'number' ? String(value) : value;
    if (typeof shown === 'string' || typeof shown === 'boolean') {
      byName.set(name, { name, value: shown });
    } else if (!byName.has(name)) byName.set(name, { name });
  }
  return [...byName.values()].map(each =>
    secrets.has(each.name) ? { name: each.name } : each,
  );
}

/** Whether the values of a class of parameters are secret. */
export function isSecretParameter(_class: string): boolean {
  return /Password|Credentials|Secret/.test(_class);
}

function testCounts(actions: JenkinsAction[]): ListedRun['tests'] {
  const { totalCount, failCount, skipCount } =
    actions.find(({ urlName }) => urlName === 'testReport') ?? {};
  // Without a number of failures, nothing is known about the tests. An aggregate job
  // has no tests until its first part has run.
  return totalCount && typeof failCount === 'number'
    ? { total: totalCount, failed: failCount, skipped: skipCount ?? 0 }
    : undefined;
}

type JenkinsCause = NonNullable<JenkinsAction['causes']>[number];

// Names of classes of causes, most specific first.
const kinds: [pattern: RegExp, kind: RunCause['kind']][] = [
  [/Replay|Rebuild|RestartDeclarative|Rerun|Naginator|ResumeCause/, 'again'],
  [/\bTimer|TimerTrigger/, 'timer'],
  [
    /BranchEvent|BranchIndexing|SCMTrigger|CommitHook|PushCause|TriggerCause|WebHook|PullRequest|MergeRequest|PRCause|PullReq|BitBucketPPR|Ghprb|Gerrit|Gitea|Gogs|GitLab|GitHub|Bitbucket|BitBucket|Stash|TeamPush|SubversionStatus|MercurialStatus/,
    'commit',
  ],
  [/UserId|UserCause|CLICause/, 'person'],
  [/Upstream/, 'upstream'],
];

/** Causes of a run, each once: Jenkins repeats a cause if the run was requested again while it was queued. */
function causesOf(actions: JenkinsAction[]): RunCause[] {
  const all = actions.flatMap(({ causes }) => causes ?? []).map(causeOf);
  return [...new Map(all.map(each => [JSON.stringify(each), each])).values()];
}

function causeOf(cause: JenkinsCause): RunCause {
  const { _class, userName, userId, upstreamProject, upstreamBuild } = cause;
  const name = userId ?? userName;
  const run =
    upstreamProject && typeof upstreamBuild === 'number'
      ? { job: upstreamProject, number: upstreamBuild }
      : undefined;
  return {
    kind: kinds.find(([pattern]) => pattern.test(_class))?.[1] ?? 'other',
    text:
      cause.shortDescription ||
      (run && `${run.job} #${run.number}`) ||
      _class.split(/[.$]/).at(-1) ||
      'Unknown',
    ...(name && { person: { name } }),
    ...(run && { run }),
  };
}
