import type {
  Commit,
  RunCause,
  RunChange,
  RunInput,
  RunParameter,
  RunStatus,
} from '@fairway/backstage-plugin-delivery-common';
import type { ListedRun } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { buildSchema } from './builds';
import type { JenkinsAction, JenkinsBuild, JenkinsChange } from './builds';
import { httpAddress } from './httpAddress';
import { parameterDefinition } from './jobs';

const MAX_FILES = 100;

const results: Record<string, string> = {
  SUCCESS: 'succeeded',
  UNSTABLE: 'unstable',
  FAILURE: 'failed',
  ABORTED: 'aborted',
  NOT_BUILT: 'not-built',
  // Written so by an old plugin
  NOT_BUILD: 'not-built',
};
const resultSchema = z.enum([
  'succeeded',
  'unstable',
  'failed',
  'aborted',
  'not-built',
]);

/** A run, as pages have it; one that cannot be understood says so, and only that one. */
export function listedRun(build: unknown): ListedRun | undefined {
  const read = buildSchema.safeParse(build);
  if (read.success) return runOf(read.data);
  const numbered = z
    .object({ number: z.number().int(), url: z.string().optional() })
    .safeParse(build);
  if (!numbered.success) return undefined;
  const { number, url } = numbered.data;
  const at = new Date(0).toISOString();
  return {
    number,
    name: `#${number}`,
    url: httpAddress(url),
    status: { state: 'finished', result: 'not-built', endedAt: at },
    startedAt: at,
    causes: [],
    isKept: false,
    problem: `Jenkins told of this run in a form that cannot be read: ${z.prettifyError(read.error)}`,
  };
}

/** A run of what Jenkins gave. */
export function runOf(build: JenkinsBuild): ListedRun {
  const { number, actions, description } = build;
  const tests = testCounts(actions);
  const commit = commitOf(build);
  const url = httpAddress(build.url);
  const gate = actions.some(action => action.sonarqubeDashboardUrl);
  return {
    number,
    name: build.displayName || `#${number}`,
    ...(url && { url }),
    ...(description && { description }),
    status: statusOf(build),
    startedAt: new Date(build.timestamp).toISOString(),
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
          expectedEndAt: new Date(timestamp + estimatedDuration).toISOString(),
        }),
    };
  }
  return {
    state: 'finished',
    result: resultSchema.catch('not-built').parse(results[result ?? '']),
    endedAt: new Date(timestamp + duration).toISOString(),
  };
}

/** The questions that a run waits with. */
export function pendingInputs(actions: JenkinsAction[]): RunInput[] {
  return actions
    .flatMap(({ executions }) => executions ?? [])
    .flatMap(execution => {
      if (!execution || execution.settled) return [];
      const { id, input } = execution;
      const submitters = input?.submitter
        ?.split(',')
        .map(name => name.trim())
        .filter(Boolean);
      return [
        {
          id,
          message: input?.message || id,
          proceed: input?.ok || 'Proceed',
          parameters: (input?.parameters ?? []).map(parameterDefinition),
          ...(submitters?.length && { submitters }),
        },
      ];
    });
}

/** What a run was told; the values of passwords are not Jenkins' to give, nor kept. */
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

/**
 * The commit that a run built. Of an SCM revision it is the branch's own, or the
 * change request's; else that of the repository, which is not the one of a shared
 * library: Jenkins checks libraries out first.
 *
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/hudson/plugins/git/util/BuildData.java
 */
function commitOf(build: JenkinsBuild): Commit | undefined {
  const { actions } = build;
  const revision = actions.find(({ revision: r }) => r?.pullHash || r?.hash);
  const data = actions.filter(({ lastBuiltRevision: r }) => r?.SHA1);
  const own = data.find(({ remoteUrls }) => !isLibrary(remoteUrls ?? [], data));
  const hash =
    revision?.revision?.pullHash ??
    revision?.revision?.hash ??
    own?.lastBuiltRevision?.SHA1;
  if (!hash) return undefined;
  const change = changesOf(build).find(each => each.hash === hash);
  if (!change) return { hash };
  const { files: _, ...commit } = change;
  return commit;
}

function isLibrary(urls: (string | null)[], all: JenkinsAction[]): boolean {
  return (
    all.length > 1 &&
    urls.some(url => /\b(shared-)?(pipeline-)?librar(y|ies)\b/i.test(url ?? ''))
  );
}

/** The commits that a run was the first to build, newest first. */
export function changesOf({
  changeSet,
  changeSets,
}: JenkinsBuild): RunChange[] {
  return [changeSet, ...(changeSets ?? [])]
    .flatMap(set => set?.items ?? [])
    .flatMap(changeOf)
    .reverse();
}

function changeOf(item: JenkinsChange): RunChange[] {
  const hash = item.commitId ?? item.id;
  if (!hash) return [];
  const message = item.msg ?? item.comment?.split('\n', 1)[0];
  const name = item.author?.fullName;
  const at = item.timestamp ?? Date.parse(item.date ?? '');
  return [
    {
      hash,
      ...(message && { message }),
      ...(name && {
        author: {
          name,
          ...(item.authorEmail && { email: item.authorEmail }),
        },
      }),
      ...(Number.isFinite(at) && at > 0 && { at: new Date(at).toISOString() }),
      files: [...(item.affectedPaths ?? [])].sort().slice(0, MAX_FILES),
    },
  ];
}

function testCounts(actions: JenkinsAction[]): ListedRun['tests'] {
  const found = actions.find(
    ({ totalCount, urlName }) =>
      typeof totalCount === 'number' && urlName === 'testReport',
  );
  return found
    ? {
        total: found.totalCount ?? 0,
        failed: found.failCount ?? 0,
        skipped: found.skipCount ?? 0,
      }
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
