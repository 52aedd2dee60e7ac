import type { Revision } from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type {
  PodRecord,
  RevisionRecord,
  WorkloadRecord,
  WorkloadTree,
} from '../../kubernetes';
import { softwareOf } from './software';

/** Revisions of a workload, newest first. */
export function revisionHistory({
  workload,
  revisions,
  pods,
}: WorkloadTree): Revision[] {
  const current = currentRevision(workload, revisions);
  return [...revisions]
    .sort((a, b) => b.number - a.number)
    .map(revision => {
      const earlier = revisions.filter(r => r.createdAt < revision.createdAt);
      const { version, commit, buildUrl } = softwareOf(
        revision.template,
        earlier.map(r => r.template),
      );
      return {
        uid: revision.uid,
        name: revision.name,
        number: revision.number,
        createdAt: revision.createdAt,
        current: revision === current,
        images: revision.template.images,
        version,
        commit,
        ...(buildUrl !== undefined && { buildUrl }),
        changeCause: revision.changeCause,
        replicas: revision.replicas ?? countPods(revision, pods),
      };
    });
}

/** The revision that a pod belongs to. */
export function revisionOf(
  pod: PodRecord,
  revisions: RevisionRecord[],
): RevisionRecord | undefined {
  const { revisionHash } = pod;
  return revisions.find(
    ({ uid, name }) =>
      uid === pod.ownerUid ||
      // The label has the full name for a StatefulSet, and its end for a DaemonSet.
      (revisionHash !== undefined &&
        (name === revisionHash || name.endsWith(`-${revisionHash}`))),
  );
}

/** The revision of the workload's current pod template. */
export function currentRevision(
  workload: WorkloadRecord,
  revisions: RevisionRecord[],
): RevisionRecord | undefined {
  if (isEngineWorkload(workload)) {
    const { currentHash, hashLabel } = workload.own;
    return revisions.find(r => r.labels[hashLabel] === currentHash);
  }
  switch (workload.kind) {
    case 'Deployment':
      return revisions.find(r => r.number === workload.revision);
    case 'StatefulSet':
      return revisions.find(r => r.name === workload.updateRevision);
    case 'DaemonSet':
      return revisions.reduce<RevisionRecord | undefined>(
        (newest, r) => (newest && newest.number > r.number ? newest : r),
        undefined,
      );
    default:
      return workload satisfies never;
  }
}

function countPods(
  revision: RevisionRecord,
  pods: PodRecord[],
): Revision['replicas'] {
  const own = pods.filter(pod => revisionOf(pod, [revision]));
  return { desired: own.length, ready: own.filter(pod => pod.isReady).length };
}
