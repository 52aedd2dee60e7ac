import { isWholeShare } from '@fairway/backstage-plugin-delivery-common';
import type { ChangeInEnvironment } from '@fairway/backstage-plugin-delivery-common';
import { isSameCommit } from './Lineage';
import type { Lineage } from './Lineage';
import type {
  CommitOccurrences,
  JoinedRelease,
  JoinedSoftware,
  JoinedWorkload,
} from './CommitOccurrences';

/** Whether software contains the commit; undefined if that is unknown. */
type Contains = (
  software: Pick<JoinedSoftware, 'joined'> | undefined,
) => boolean | undefined;

/** How far a commit has got on one workload. */
interface Arrival {
  workload: JoinedWorkload['workload'];
  /** Percentage of the workload's requests that it serves */
  share: number;
  /** Whether the spec asks for it; undefined if that is unknown */
  isTarget: boolean | undefined;
}

/** State of a commit in one environment; pure. */
export function changeInEnvironment(
  environment: { name: string; production: boolean },
  { releases, workloads, isRead }: CommitOccurrences,
  commit: string,
  lineage: Lineage,
): ChangeInEnvironment {
  const contains: Contains = software =>
    software?.joined && lineage.contains(software.joined.commit, commit);
  const isOwn = ({ joined }: Pick<JoinedSoftware, 'joined'>) =>
    joined !== undefined && isSameCommit(joined.commit, commit);
  const containing = releases.filter(each => contains(each) === true);
  const deployedBy = containing.find(({ release }) => wasDeployed(release));
  const own = containing.find(isOwn) ?? deployedBy;
  const serving = workloads
    .flatMap(each => each.serving)
    .filter(each => contains(each) === true)
    .sort((a, b) => b.share - a.share);
  // Itself, if it serves by itself
  const running = serving.find(isOwn) ?? serving.at(0);
  const shown = own?.joined ?? running?.joined;
  const deployedCommit = (running ?? deployedBy)?.joined?.commit;
  const arrivals = workloads.flatMap(each => arrivalOf(each, contains));
  const state = stateOf(arrivals, containing);
  return {
    environment: environment.name,
    production: environment.production,
    share: shareOf(arrivals),
    ...(deployedBy && { deployedAt: deployedBy.release.startedAt }),
    ...(own && { releaseId: own.release.id, version: own.release.version }),
    ...(!own && running && { version: running.software.version }),
    ...(shown && { how: shown.how }),
    ...(shown?.contradiction && { contradiction: shown.contradiction }),
    ...(deployedCommit !== undefined &&
      !isSameCommit(deployedCommit, commit) && {
        containedIn: deployedCommit,
      }),
    ...(state ??
      (isRead
        ? stateBefore(releases, workloads, containing, contains)
        : { state: 'unknown' })),
    ...(state?.state === 'failed' && instead(workloads, contains)),
  };
}

/** Of a workload whose software is known; otherwise nothing. */
function arrivalOf(
  { workload, serving, target }: JoinedWorkload,
  contains: Contains,
): Arrival[] {
  const isTarget = contains(target);
  const isKnown =
    isTarget !== undefined ||
    serving.some(each => contains(each) !== undefined);
  // Before its pods have been read, it is not known what it serves.
  if (!isKnown || workload.health.reason === 'unsynced') return [];
  const share = serving
    .filter(each => contains(each) === true)
    .reduce((sum, each) => sum + each.share, 0);
  return [{ workload, share, isTarget }];
}

/** Mean percentage over the workloads, with two decimals. */
function shareOf(arrivals: Arrival[]): number {
  const total = arrivals.reduce((sum, { share }) => sum + share, 0);
  return Math.round((total / (arrivals.length || 1)) * 100) / 100;
}

/** State of a commit that serves, or that a spec asks for; undefined for another one. */
function stateOf(
  arrivals: Arrival[],
  containing: JoinedRelease[],
): Pick<ChangeInEnvironment, 'state'> | undefined {
  const arriving = arrivals.filter(
    ({ share, isTarget }) => isTarget === true && !isWholeShare(share),
  );
  const states = arriving.map(({ workload }) => workload.rollout.state);
  const isFailed =
    arriving.length > 0 &&
    (containing.at(-1)?.release.outcome.state === 'failed' ||
      states.some(state => state === 'failed' || state === 'aborted'));
  if (isFailed) return { state: 'failed' };
  if (states.some(state => state !== 'complete')) return { state: 'deploying' };
  const isLeaving = arrivals.some(
    ({ share, isTarget }) =>
      share > 0 && !isWholeShare(share) && isTarget === false,
  );
  if (isLeaving) return { state: 'rolled-back' };
  const isInPlace = arrivals.some(
    ({ share, isTarget }) => share > 0 || isTarget === true,
  );
  return isInPlace ? { state: 'deployed' } : undefined;
}

/** State of a commit that does not serve, by the releases before. */
function stateBefore(
  releases: JoinedRelease[],
  workloads: JoinedWorkload[],
  containing: JoinedRelease[],
  contains: Contains,
): Pick<ChangeInEnvironment, 'state' | 'replacedAt'> {
  const deployedBy = containing.find(({ release }) => wasDeployed(release));
  if (deployedBy) {
    const after = releases
      .slice(releases.indexOf(deployedBy))
      .find(each => contains(each) === false);
    const isKnown = workloads.some(({ target }) => target?.joined);
    if (!after && workloads.length && !isKnown) return { state: 'unknown' };
    return {
      ...(after && { replacedAt: after.release.startedAt }),
      state: 'rolled-back',
    };
  }
  if (containing.at(-1)?.release.outcome.state === 'failed') {
    return { state: 'failed' };
  }
  const isUnknown = workloads.some(
    ({ target }) => contains(target) === undefined,
  );
  return { state: isUnknown ? 'unknown' : 'not-deployed' };
}

/** The version that serves the most users without the commit. */
function instead(
  workloads: JoinedWorkload[],
  contains: Contains,
): Pick<ChangeInEnvironment, 'servingInstead'> {
  const [other] = workloads
    .flatMap(({ serving }) => serving)
    .filter(each => contains(each) !== true)
    .sort((a, b) => b.share - a.share);
  const version = other?.software.version?.value;
  return version === undefined ? {} : { servingInstead: version };
}

function wasDeployed({ outcome }: JoinedRelease['release']): boolean {
  return outcome.state !== 'failed' && outcome.state !== 'superseded';
}
