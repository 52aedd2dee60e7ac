import {
  generalRoute,
  isSameSoftware,
  percentOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Revision,
  Rollout,
  Serving,
} from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadTree } from '../../kubernetes';
import { revisionOf } from './revisionHistory';

/** A revision that takes requests; `revision` is undefined if the cluster has deleted it. */
interface ServingRevision {
  revision: Revision | undefined;
  /** Number of ready pods */
  pods: number;
  /** Percentage of the requests */
  share: number;
  hasHeaderRoute: boolean;
}

/**
 * Software that users reach: revisions with ready pods, by the traffic that the router
 * sends them, otherwise by their number of ready pods. Of a blue-green rollout only the
 * active revision serves.
 */
export function servingSoftware(
  tree: Pick<WorkloadTree, 'pods' | 'revisions'>,
  history: Revision[],
  rollout: Rollout | undefined,
): Serving[] {
  const ready = readyRevisions(tree, history);
  const serving = servingRevisions(ready, history, rollout)
    .filter(({ share, hasHeaderRoute }) => share > 0 || hasHeaderRoute)
    .map(softwareOf);
  return merged(serving).sort((a, b) => b.share - a.share);
}

/** Number of ready pods of each revision; undefined for pods whose revision was deleted. */
export function readyRevisions(
  { pods, revisions }: Pick<WorkloadTree, 'pods' | 'revisions'>,
  history: Revision[],
): Map<Revision | undefined, number> {
  const ready = new Map<Revision | undefined, number>();
  for (const pod of pods) {
    if (pod.status !== 'ready') continue;
    const uid = revisionOf(pod, revisions)?.uid;
    const revision = history.find(each => each.uid === uid);
    ready.set(revision, (ready.get(revision) ?? 0) + 1);
  }
  return ready;
}

function servingRevisions(
  ready: Map<Revision | undefined, number>,
  history: Revision[],
  rollout: Rollout | undefined,
): ServingRevision[] {
  const named = (name: string | undefined) =>
    history.find(revision => revision.name === name);
  const stable = named(rollout?.stable);
  const desired = named(rollout?.desired);
  const only = (revision: Revision): ServingRevision[] => {
    const pods = ready.get(revision) ?? 0;
    const share = pods > 0 ? 100 : 0;
    return [{ revision, pods, share, hasHeaderRoute: false }];
  };
  // Pods of the previous revision stay ready for a while without any requests.
  const isSwitched = rollout?.strategy === 'blue-green' || rollout?.traffic;
  if (isSwitched && desired && rollout.stable === undefined) {
    return only(desired);
  }
  if (rollout?.strategy === 'blue-green' && stable) return only(stable);
  const traffic = rollout && trafficShares(rollout);
  if (traffic && stable && desired) {
    return [
      {
        revision: stable,
        pods: ready.get(stable) ?? 0,
        share: traffic.stable,
        hasHeaderRoute: false,
      },
      {
        revision: desired,
        pods: ready.get(desired) ?? 0,
        share: traffic.new,
        hasHeaderRoute: traffic.hasHeaderRoute,
      },
    ];
  }
  const all = [...ready.values()].reduce((sum, pods) => sum + pods, 0);
  return [...ready].map(([revision, pods]) => ({
    revision,
    pods,
    share: percentOf(pods, all),
    hasHeaderRoute: false,
  }));
}

/** Percentages of the requests that match no condition; undefined if no router splits them. */
function trafficShares({
  traffic,
}: Rollout):
  { stable: number; new: number; hasHeaderRoute: boolean } | undefined {
  const shareOf = (
    route: NonNullable<Rollout['traffic']>['routes'][number],
    revision: 'stable' | 'new',
  ) =>
    route.to
      .filter(to => to.revision === revision)
      .reduce((sum, { percent }) => sum + percent, 0);
  const split = (traffic?.routes ?? []).filter(
    route => shareOf(route, 'stable') + shareOf(route, 'new') > 0,
  );
  const general = generalRoute(split);
  if (!general) return undefined;
  return {
    stable: shareOf(general, 'stable'),
    new: shareOf(general, 'new'),
    hasHeaderRoute: split.some(
      route => route.matches.length > 0 && shareOf(route, 'new') > 0,
    ),
  };
}

function softwareOf({
  revision,
  pods,
  share,
  hasHeaderRoute,
}: ServingRevision): Serving {
  return {
    ...revisionSoftware(revision),
    pods,
    share,
    ...(hasHeaderRoute && { hasHeaderRoute }),
  };
}

/** Software of a revision; of a deleted one, nothing is known. */
export function revisionSoftware(revision: Revision | undefined) {
  return {
    revisions: revision ? [revision.name] : [],
    version: revision?.version,
    commit: revision?.commit,
    images: revision?.images ?? [],
    ...(revision?.buildUrl !== undefined && { buildUrl: revision.buildUrl }),
  };
}

/** Revisions with the same software count together, such as after a restart. */
function merged(serving: Serving[]): Serving[] {
  const result: Serving[] = [];
  for (const each of serving) {
    const index = result.findIndex(other => isSameSoftware(other, each));
    const same = result[index];
    if (!same) {
      result.push(each);
      continue;
    }
    result[index] = {
      ...same,
      ...each,
      revisions: [...same.revisions, ...each.revisions],
      pods: same.pods + each.pods,
      share: Math.round((same.share + each.share) * 100) / 100,
    };
  }
  return result;
}
