import { projectPod } from '../projection/pods';
import type { PodRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { ownedIndexes } from './workloadIndexes';

export const podKind: WatchedKind<PodRecord> = {
  kind: 'Pod',
  resource: 'pods',
  path: '/api/v1/pods',
  project: projectPod,
  indexBy: ownedIndexes,
  compact: (pod, find) => {
    const sibling = pod.ownerUid && find('owner', pod.ownerUid);
    if (sibling) shareValues(pod, sibling);
  },
};

/** Lets a pod use the values of its sibling: there are many pods. */
function shareValues(pod: PodRecord, sibling: PodRecord): void {
  pod.ownerUid = sibling.ownerUid;
  const entries = Object.entries(pod.digests);
  const isSame =
    entries.length === Object.keys(sibling.digests).length &&
    entries.every(
      ([container, digest]) => sibling.digests[container] === digest,
    );
  if (isSame) pod.digests = sibling.digests;
}
