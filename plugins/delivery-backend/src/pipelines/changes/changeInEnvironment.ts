import type { ChangeInEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { isSameCommit } from './Lineage';
import type { Lineage } from './Lineage';
import type { JoinedRelease, CommitOccurrences } from './CommitOccurrences';

/** State of a commit in one environment; pure. */
export function changeInEnvironment(
  environment: { name: string; production: boolean },
  { releases, workloads }: CommitOccurrences,
  commit: string,
  lineage: Lineage,
): ChangeInEnvironment {
  const has = (joined: { commit: string } | undefined) =>
    joined && lineage.contains(joined.commit, commit);
  const containing = releases.filter(({ joined }) => has(joined) === true);
  const deployedBy = containing.find(({ release }) => wasDeployed(release));
  const own =
    containing.find(
      ({ joined }) => joined && isSameCommit(joined.commit, commit),
    ) ?? deployedBy;
  const running = workloads.find(({ joined }) => has(joined) === true);
  const shown = own?.joined ?? running?.joined;
  const deployedCommit = (running?.joined ?? deployedBy?.joined)?.commit;
  const common = {
    environment: environment.name,
    production: environment.production,
    ...(deployedBy && { deployedAt: deployedBy.release.startedAt }),
    ...(own && { releaseId: own.release.id, version: own.release.version }),
    ...(!own && running && { version: running.workload.version }),
    ...(shown && { how: shown.how }),
    ...(shown?.contradiction && { contradiction: shown.contradiction }),
    ...(deployedCommit !== undefined &&
      !isSameCommit(deployedCommit, commit) && {
        containedIn: deployedCommit,
      }),
  };
  const latest = containing.at(-1);
  if (running) {
    const isNew = !wasDeployedBefore(releases, deployedBy, has);
    const { state } = running.workload.rollout;
    const isRollingOut = state === 'progressing' || state === 'waiting';
    if (
      latest?.release.outcome.state === 'failed' &&
      !hasCompleted(containing)
    ) {
      return { ...common, state: 'failed' };
    }
    if (isRollingOut && isNew) return { ...common, state: 'deploying' };
    return { ...common, state: 'deployed' };
  }
  if (deployedBy) {
    const after = releases
      .slice(releases.indexOf(deployedBy))
      .find(({ joined }) => has(joined) === false);
    const isKnown = workloads.some(({ joined }) => joined);
    if (!after && workloads.length && !isKnown) {
      return { ...common, state: 'unknown' };
    }
    return {
      ...common,
      ...(after && { replacedAt: after.release.startedAt }),
      state: 'rolled-back',
    };
  }
  if (latest?.release.outcome.state === 'failed') {
    return { ...common, state: 'failed' };
  }
  const isUnknown = workloads.some(({ joined }) => has(joined) === undefined);
  return { ...common, state: isUnknown ? 'unknown' : 'not-deployed' };
}

function wasDeployed({ outcome }: JoinedRelease['release']): boolean {
  return outcome.state !== 'failed' && outcome.state !== 'superseded';
}

function hasCompleted(releases: JoinedRelease[]): boolean {
  return releases.some(({ release }) => release.outcome.state === 'completed');
}

/** Whether an earlier, completed release already contained the commit. */
function wasDeployedBefore(
  releases: JoinedRelease[],
  deployedBy: JoinedRelease | undefined,
  has: (joined: JoinedRelease['joined']) => boolean | undefined,
): boolean {
  if (!deployedBy) return false;
  if (deployedBy.release.outcome.state !== 'in-progress') return true;
  return releases.some(
    ({ release, joined }) =>
      has(joined) === true && release.outcome.state === 'completed',
  );
}
