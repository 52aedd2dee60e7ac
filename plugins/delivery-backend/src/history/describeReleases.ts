import {
  FIELD_MANAGER,
  releaseExplanation,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ReleaseCause,
  ReleaseImage,
  ReleaseOutcome,
  ReleaseRevision,
} from '@fairway/backstage-plugin-delivery-common';
import { isDeployment } from '../kubernetes';
import type {
  PodRecord,
  TemplateRecord,
  WorkloadRecord,
  WorkloadTree,
} from '../kubernetes';
import { currentRevision, revisionOf, softwareOf } from '../services';
import { revisionTransitions } from './revisionTransitions';
import type { RevisionTransition } from './revisionTransitions';
import { releaseId } from './recordedRelease';
import type { RecordedRelease } from './recordedRelease';
import { currentOutcome, latest } from './releaseOutcome';

/** The cluster of an observation, and the time since which it is watched. */
export interface ObservationContext {
  cluster: string;
  /** ISO time since which no change of the cluster has been missed */
  watchedSince: string;
}

/**
 * Releases of a workload whose revisions the cluster still has, oldest first. The
 * last is the release of the current revision. Empty until the controller has
 * observed that revision. Pure.
 */
export function describeReleases(
  tree: WorkloadTree,
  context: ObservationContext,
): RecordedRelease[] {
  const { workload, revisions } = tree;
  const current = isObserved(workload) && currentRevision(workload, revisions);
  if (!current) return [];
  const transitions = revisionTransitions(workload, revisions, current);
  return transitions.map((transition, index) =>
    describe(tree, context, transition, transitions[index + 1]),
  );
}

function describe(
  { workload, revisions, pods }: WorkloadTree,
  { cluster, watchedSince }: ObservationContext,
  transition: RevisionTransition,
  next: RevisionTransition | undefined,
): RecordedRelease {
  const { revision, previous, startedAt } = transition;
  const own = pods.filter(pod => revisionOf(pod, [revision]));
  const isBeforeWatch = startedAt < watchedSince;
  const outcome = next
    ? replacedBy(next, isBeforeWatch)
    : currentOutcome(workload, own, startedAt);
  const earlier = revisions.filter(r => r.createdAt < revision.createdAt);
  const { version, commit, buildUrl } = softwareOf(
    revision.template,
    earlier.map(r => r.template),
  );
  return {
    id: idOf(cluster, workload, transition),
    cluster,
    namespace: workload.namespace,
    workload: { kind: workload.kind, name: workload.name, uid: workload.uid },
    from: previous && revisionRef(previous),
    to: revisionRef(transition),
    images: imagesOf(revision.template, own),
    version,
    commit,
    ...(buildUrl !== undefined && { buildUrl }),
    cause: next ? { how: 'unknown' } : causeOf(workload, previous),
    changeCause:
      revision.changeCause === previous?.revision.changeCause
        ? undefined
        : revision.changeCause,
    startedAt,
    firstReadyAt: next ? undefined : firstReadyAt(own, startedAt),
    outcome,
    rollbackTo: transition.rollbackTo && {
      ...(transition.rollbackTo.number !== undefined && {
        releaseId: idOf(cluster, workload, {
          revision,
          number: transition.rollbackTo.number,
        }),
        number: transition.rollbackTo.number,
      }),
    },
    reconstructed: isBeforeWatch && outcome.state !== 'in-progress',
  };
}

/** Whether the workload's controller has observed its spec and acts on it. */
export function isObserved(workload: WorkloadRecord): boolean {
  const { deleting, generation, observedGeneration } = workload;
  if (deleting || observedGeneration < generation) return false;
  // A paused Deployment rolls out a new template only when it is resumed.
  return !(
    isDeployment(workload) &&
    workload.paused &&
    workload.updated === 0 &&
    workload.desired > 0
  );
}

function replacedBy(
  next: RevisionTransition,
  isBeforeWatch: boolean,
): ReleaseOutcome {
  return isBeforeWatch
    ? { state: 'unknown', ...releaseExplanation('replacedUnseen') }
    : superseded(next);
}

/** The outcome of a release that a later one replaced before it completed. */
export function superseded(next: {
  number: number;
  startedAt: string;
}): ReleaseOutcome {
  return {
    state: 'superseded',
    endedAt: next.startedAt,
    ...releaseExplanation('replaced', { number: next.number }),
  };
}

function revisionRef({
  number,
  revision,
}: RevisionTransition): ReleaseRevision {
  return { number, name: revision.name, uid: revision.uid };
}

function idOf(
  cluster: string,
  workload: WorkloadRecord,
  { revision, number }: Pick<RevisionTransition, 'revision' | 'number'>,
): string {
  return releaseId({
    cluster,
    workloadUid: workload.uid,
    revisionUid: revision.uid,
    number,
  });
}

function imagesOf(
  { images, containers }: TemplateRecord,
  pods: PodRecord[],
): ReleaseImage[] {
  return images.map((image, index) => {
    const container = containers[index];
    const pod = pods.find(({ digests }) => digests[container]);
    return {
      container,
      image,
      digest: pod?.digests[container] ?? image.split('@')[1],
    };
  });
}

function causeOf(
  workload: WorkloadRecord,
  previous: RevisionTransition | undefined,
): ReleaseCause {
  const { actor, imageSetBy, templateSetBy, template } = workload;
  const isImageNew =
    previous?.revision.template.images.join() !== template.images.join();
  const write = (isImageNew && imageSetBy) || templateSetBy;
  if (!write) return { how: 'unknown' };
  const { manager } = write;
  // The annotation of the portal stays when another manager writes later.
  return manager === FIELD_MANAGER && actor
    ? { how: 'actor', actor, manager }
    : {
        how: 'field-manager',
        manager,
        wrote: write === imageSetBy && isImageNew ? 'image' : 'template',
      };
}

function firstReadyAt(
  pods: PodRecord[],
  startedAt: string,
): string | undefined {
  const [first] = pods
    .flatMap(({ isReady, readySince }) =>
      isReady && readySince ? [readySince] : [],
    )
    .sort();
  return first && latest([startedAt, first]);
}
