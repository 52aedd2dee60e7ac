import {
  health,
  isSameSoftware,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Pod,
  Revision,
  Serving,
  Sync,
  Target,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type { WorkloadRecord, WorkloadTree } from '../../kubernetes';
import { diagnose } from '../diagnosis/diagnose';
import type { DescribedWorkload } from './DescribedWorkload';
import { unknownRollout } from '../rollouts/unknownRollout';
import { currentRevision, revisionOf } from './revisionHistory';
import { readyRevisions, revisionSoftware, servingSoftware } from './serving';
import { softwareOf } from './software';
import { workloadHealth } from './workloadHealth';

/** Builds a workload from its records; pure. */
export function buildWorkload(
  snapshot: DescribedWorkload,
  sync: Sync,
): Workload {
  const workload = withTemplate(snapshot);
  const { rollout, history: revisions } = snapshot;
  // Health is unknown until all kinds have been read, such as pods.
  const isKnown = !['syncing', 'failed'].includes(sync.state);
  const ownHealth = isKnown
    ? workloadHealth({ ...snapshot, workload })
    : health('unknown', 'unsynced');
  const serving = isKnown ? servingSoftware(snapshot, revisions, rollout) : [];
  const current = revisions.find(revision => revision.current);
  const target = targetOf({ ...snapshot, workload }, revisions, current);
  const main = revisions.find(({ name }) =>
    serving.at(0)?.revisions.includes(name),
  );
  const ready = readyRevisions(snapshot, revisions);
  return {
    uid: workload.uid,
    kind: workload.kind,
    name: workload.name,
    createdAt: workload.createdAt,
    serving,
    ...(isTargetServing(serving, target) ? {} : { target }),
    source: workload.template.source,
    deployedAt: deployedAt(workload, revisions, main ?? current),
    replicas: {
      desired: workload.desired,
      updated: workload.updated,
      updatedReady: (current && ready.get(current)) ?? 0,
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

function targetOf(
  { workload, revisions }: WorkloadTree,
  history: Revision[],
  current: Revision | undefined,
): Target {
  const { template } = workload;
  // The controller may not have created the revision of the newest template yet.
  const isCreated = current?.images.join() === template.images.join();
  const since = deployedAt(workload, history, isCreated ? current : undefined);
  if (isCreated) return { ...revisionSoftware(current), since };
  const { version, commit, buildUrl } = softwareOf(
    template,
    revisions.map(r => r.template),
  );
  return {
    revisions: [],
    version,
    commit,
    images: template.images,
    ...(buildUrl !== undefined && { buildUrl }),
    since,
  };
}

function isTargetServing(serving: Serving[], target: Target): boolean {
  return serving.length === 1 && isSameSoftware(serving[0], target);
}

// A rollback reuses an old ReplicaSet, whose creation time is not the time of the
// deployment. The time at which the image was set is closer.
function deployedAt(
  workload: WorkloadRecord,
  revisions: Revision[],
  revision: Revision | undefined,
): string {
  if (!revision) return workload.imageSetBy?.at ?? workload.createdAt;
  const isRollBack =
    revision.current && revisions.some(r => r.createdAt > revision.createdAt);
  return (isRollBack && workload.imageSetBy?.at) || revision.createdAt;
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
