import type {
  Pod,
  Revision,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** Pods of one revision; `revision` is undefined if the cluster has deleted it. */
export interface PodGroup {
  revision: Revision | undefined;
  pods: Pod[];
}

/** Groups pods by revision, the newest first. */
export function groupPods({
  pods,
  revisions,
}: Pick<Workload, 'pods' | 'revisions'>): PodGroup[] {
  const groups = [...revisions, undefined].map(revision => ({
    revision,
    pods: pods.filter(pod =>
      revision
        ? pod.revision === revision.name
        : !revisions.some(({ name }) => name === pod.revision),
    ),
  }));
  return groups.filter(group => group.pods.length > 0);
}
