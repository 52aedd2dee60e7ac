import type { ChangeInEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { isSameCommit } from './Lineage';
import type { Lineage } from './Lineage';
import type { JoinedRelease, CommitOccurrences } from './CommitOccurrences';

/** What one environment is to a commit. */
export function changeInEnvironment(
  environment: { name: string; production: boolean },
  { releases, workloads }: CommitOccurrences,
  commit: string,
  lineage: Lineage,
): ChangeInEnvironment {
  const has = (joined: { commit: string } | undefined) =>
    joined && lineage.contains(joined.commit, commit);
  const bringing = releases.filter(({ joined }) => has(joined) === true);
  const arrival = bringing.find(({ release }) => hasArrived(release));
  const own =
    bringing.find(
      ({ joined }) => joined && isSameCommit(joined.commit, commit),
    ) ?? arrival;
  const running = workloads.find(({ joined }) => has(joined) === true);
  const shown = own?.joined ?? running?.joined;
  const through = running?.joined ?? arrival?.joined;
  const place = {
    environment: environment.name,
    production: environment.production,
    ...(arrival && { arrivedAt: arrival.release.startedAt }),
    ...(own && { releaseId: own.release.id, version: own.release.version }),
    ...(!own && running && { version: running.workload.version }),
    ...(shown && { how: shown.how }),
    ...(shown?.contradiction && { contradiction: shown.contradiction }),
    ...(through &&
      !isSameCommit(through.commit, commit) && { within: through.commit }),
  };
  const failed = bringing.at(-1);
  if (running) {
    const isNew = !arrivedBefore(releases, arrival, has);
    const { state } = running.workload.rollout;
    const isMoving = state === 'progressing' || state === 'waiting';
    if (failed?.release.outcome.state === 'failed' && !isAnywhere(bringing)) {
      return { ...place, state: 'failed' };
    }
    if (isMoving && isNew) return { ...place, state: 'deploying' };
    return { ...place, state: 'deployed' };
  }
  if (arrival) {
    const after = releases
      .slice(releases.indexOf(arrival))
      .find(({ joined }) => has(joined) === false);
    const isKnown = workloads.some(({ joined }) => joined);
    if (!after && workloads.length && !isKnown) {
      return { ...place, state: 'unknown' };
    }
    return {
      ...place,
      ...(after && { leftAt: after.release.startedAt }),
      state: 'rolled-back',
    };
  }
  if (failed?.release.outcome.state === 'failed') {
    return { ...place, state: 'failed' };
  }
  const isUnclear = workloads.some(({ joined }) => has(joined) === undefined);
  return { ...place, state: isUnclear ? 'unknown' : 'not-deployed' };
}

function hasArrived({ outcome }: JoinedRelease['release']): boolean {
  return outcome.state !== 'failed' && outcome.state !== 'superseded';
}

function isAnywhere(releases: JoinedRelease[]): boolean {
  return releases.some(({ release }) => release.outcome.state === 'completed');
}

/** Whether the commit had come with a release that is through already. */
function arrivedBefore(
  releases: JoinedRelease[],
  arrival: JoinedRelease | undefined,
  has: (joined: JoinedRelease['joined']) => boolean | undefined,
): boolean {
  if (!arrival) return false;
  if (arrival.release.outcome.state !== 'in-progress') return true;
  return releases.some(
    ({ release, joined }) =>
      has(joined) === true && release.outcome.state === 'completed',
  );
}
