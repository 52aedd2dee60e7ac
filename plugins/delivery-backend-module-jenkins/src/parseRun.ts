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
import { httpAddress } from './httpAddress';
import { pendingInputs } from './inputs';

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
): ListedRun | undefined {
  const read = buildSchema.safeParse(build);
  if (read.success) return toRun(read.data, repository);
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
export function toRun(build: JenkinsBuild, repository?: string): ListedRun {
  const { number, actions, description } = build;
  const tests = testCounts(actions);
  const commit = commitOf(build, repository);
  const url = httpAddress(build.url);
  const gate = actions.some(action => action.sonarqubeDashboardUrl);
  return {
    number,
    name: build.displayName || `#${number}`,
    ...(url && { url }),
    ...(description && { description }),
    status: statusOf(build),
    startedAt: isoTime(build.timestamp),
    causes: actions.flatMap(({ causes }) => causes ?? []).map(causeOf),
    ...(commit && { commit }),
    isKept: build.keepLog ?? false,
    ...(tests && { tests }),
    ...(gate && { gate: 'unknown' as const }),
  };
}

function statusOf(build: JenkinsBuild): RunStatus {
  const { timestamp, duration, estimatedDuration, result, actions } = build;
  if (build.building || build.inProgress) {
    const [input] = pendingInputs(actions);
    if (input) {
      return { state: 'waiting', message: input.message };
    }
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
    result: results.get(result ?? '') ?? 'unknown',
    endedAt: isoTime(timestamp + duration),
  };
}

/** Returns the parameters of a run. Passwords and credentials have no value. */
export function parametersOf(actions: JenkinsAction[]): RunParameter[] {
  return actions
    .flatMap(({ parameters }) => parameters ?? [])
    .map(({ _class, name, value }) => {
      const isSecret = /Password|Credentials/.test(_class);
      const isText = typeof value === 'string' || typeof value === 'boolean';
      if (isSecret) return { name };
      if (isText) return { name, value };
      return typeof value === 'number'
        ? { name, value: String(value) }
        : { name };
    });
}

function testCounts(actions: JenkinsAction[]): ListedRun['tests'] {
  const { totalCount, failCount, skipCount } =
    actions.find(({ urlName }) => urlName === 'testReport') ?? {};
  // Without a number of failures, nothing is known about the tests.
  return typeof totalCount === 'number' && typeof failCount === 'number'
    ? { total: totalCount, failed: failCount, skipped: skipCount ?? 0 }
    : undefined;
}

type JenkinsCause = NonNullable<JenkinsAction['causes']>[number];

const kinds: [pattern: RegExp, kind: RunCause['kind']][] = [
  [/Replay|Rebuild|RestartDeclarative|Rerun/, 'again'],
  [
    /BranchEvent|BranchIndexing|SCMTrigger|Push|GitLabWebHook|GiteaPush/,
    'commit',
  ],
  [/UserId|UserCause/, 'person'],
  [/Timer/, 'timer'],
  [/Upstream|BuildUpstream/, 'upstream'],
];

function causeOf(cause: JenkinsCause): RunCause {
  const { _class, userName, userId, upstreamProject, upstreamBuild } = cause;
  const kind = kinds.find(([pattern]) => pattern.test(_class))?.[1] ?? 'other';
  const name = userId ?? userName;
  return {
    kind,
    text: cause.shortDescription || _class.split('.').at(-1) || 'Unknown',
    ...(name && { person: { name } }),
    ...(upstreamProject &&
      typeof upstreamBuild === 'number' && {
        run: { job: upstreamProject, number: upstreamBuild },
      }),
  };
}
