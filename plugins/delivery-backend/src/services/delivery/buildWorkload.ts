import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Pod,
  Revision,
  Sync,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type { WorkloadRecord, WorkloadTree } from '../../kubernetes';
import { diagnose } from '../diagnosis/diagnose';
import type { DescribedWorkload } from './DescribedWorkload';
import { unknownRollout } from '../rollouts/unknownRollout';
import { currentRevision, revisionOf } from './revisionHistory';
import { softwareOf } from './software';
import type { Software } from './software';
import { workloadHealth } from './workloadHealth';

/** Builds a workload from its records; pure. */
export function buildWorkload(
  snapshot: DescribedWorkload,
  sync: Sync,
): Workload {
  const workload = withTemplate(snapshot);
  const { pods, rollout, history: revisions } = snapshot;
  // The revision that runs: after an aborted rollout, it is the stable one.
  const isAborted = rollout?.state === 'aborted';
  const current = revisions.find(revision =>
    isAborted ? revision.name === rollout.stable : revision.current,
  );
  // Health is unknown until all kinds have been read, such as pods.
  const isKnown = !['syncing', 'failed'].includes(sync.state);
  const ownHealth = isKnown
    ? workloadHealth(workload, pods, rollout)
    : health('unknown', 'unsynced');
  return {
    uid: workload.uid,
    kind: workload.kind,
    name: workload.name,
    createdAt: workload.createdAt,
    images: (isAborted && current?.images) || workload.template.images,
    ...currentSoftware({ ...snapshot, workload }, current, isAborted),
    deployedAt: deployedAt(workload, revisions, current),
    replicas: {
      desired: workload.desired,
      updated: workload.updated,
      ready: workload.ready,
      available: workload.available,
    },
    health: ownHealth,
    rollout: rollout ?? unknownRollout(workload),
    findings: isKnown ? diagnose(snapshot) : [],
    ...snapshot.claim,
    ...resourcesOf({ ...snapshot, workload }),
    revisions,
    pods: buildPods(snapshot),
  };
}

// A Rollout may use the template of a Deployment; its current revision contains it.
function withTemplate(snapshot: DescribedWorkload): WorkloadRecord {
  const { workload, revisions } = snapshot;
  if (!isEngineWorkload(workload) || workload.template.images.length) {
    return workload;
  }
  const current = currentRevision(workload, revisions);
  return current ? { ...workload, template: current.template } : workload;
}

function currentSoftware(
  { workload, revisions }: WorkloadTree,
  current: Revision | undefined,
  isAborted: boolean,
): Software {
  const { template } = workload;
  const isSeen = current?.images.join() === template.images.join();
  return current && (isSeen || isAborted)
    ? {
        version: current.version,
        commit: current.commit,
        source: template.source,
        ...(current.buildUrl !== undefined && { buildUrl: current.buildUrl }),
      }
    : softwareOf(
        template,
        revisions.map(r => r.template),
      );
}

// A rollback reuses an old ReplicaSet, whose creation time is not the time of the
// deployment. The time at which the image was set is closer.
function deployedAt(
  workload: WorkloadRecord,
  revisions: Revision[],
  current: Revision | undefined,
): string {
  if (!current) return workload.imageSetBy?.at ?? workload.createdAt;
  const isRollBack = revisions.some(r => r.createdAt > current.createdAt);
  return (isRollBack && workload.imageSetBy?.at) || current.createdAt;
}

/** Requests and limits, measured usage and autoscalers of a workload. */
function resourcesOf({
  workload,
  usage,
  relatedObjects,
}: DescribedWorkload): Pick<
  Workload,
  'resources' | 'measurement' | 'autoscalers'
> {
  const { resources } = workload.template;
  const { autoscalers } = relatedObjects;
  return {
    ...(resources && { resources }),
    ...(usage && { measurement: usage.measurement }),
    ...(autoscalers.length > 0 && {
      autoscalers: autoscalers.map(each => ({
        name: each.name,
        min: each.min,
        max: each.max,
        current: each.current,
        desired: each.desired,
        scaledAt: each.scaledAt,
        metrics: each.metrics,
      })),
    }),
  };
}

function buildPods({ pods, revisions, usage }: DescribedWorkload): Pod[] {
  return pods
    .map(pod => ({
      uid: pod.uid,
      name: pod.name,
      createdAt: pod.createdAt,
      status: pod.status,
      reason: pod.reason,
      message: pod.message,
      ...(pod.exit && { exit: pod.exit }),
      restarts: pod.restarts,
      node: pod.node,
      revision: revisionOf(pod, revisions)?.name,
      usage: usage?.pods.get(pod.name),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
