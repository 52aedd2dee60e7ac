import { isDeepStrictEqual } from 'node:util';
import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { matchesSelector } from '../../kubernetes';
import { ownerMarkOf } from './liveMetadata';
import type { ClusterFacts, RunningWorkload } from './references/ClusterFacts';
import type { LabelSelector, Reference } from './references/reference';
import { existingReferences } from './references/ReferenceOwners';
import type { ReferenceOwners, Subject } from './references/ReferenceOwners';
import { referencesOf } from './references/referencesPerKind';

/**
 * Requires that a selector of a Service, PodDisruptionBudget, NetworkPolicy or workload
 * selects pods of its own service, and of no other.
 */
export function ownSelectors(
  owners: ReferenceOwners,
  facts: ClusterFacts,
): ActionGuard {
  return {
    id: 'delivery.own-selectors',
    check: async context => {
      const subject = owners.subjectOf(context);
      if (!subject || subject.environment.trustDomain) return undefined;
      const before = existingReferences(subject.object);
      for (const reference of referencesOf(subject.object.manifest)) {
        if (
          reference.type !== 'selector' ||
          before.some(each => isDeepStrictEqual(each, reference))
        ) {
          continue;
        }
        const refused = await selectorRefusal(reference, {
          owners,
          facts,
          subject,
        });
        if (refused) return refused;
      }
      return undefined;
    },
  };
}

async function selectorRefusal(
  { field, selector }: Reference & { type: 'selector' },
  options: { owners: ReferenceOwners; facts: ClusterFacts; subject: Subject },
): Promise<Refusal | undefined> {
  const { owners, facts, subject } = options;
  const { entity, environment, object, isDraft } = subject;
  const { entityRef } = ownerMarkOf(entity);
  if (!isNarrow(selector)) {
    return refusal('selectorTooBroad', { field, label: KUBERNETES_ID });
  }
  // Only pods of the service may have its id: see ownPodLabels.
  if (await owners.isOwn({ labels: selector.matchLabels }, subject)) {
    return undefined;
  }
  const { namespace } = object.manifest.metadata;
  const { cluster } = environment;
  const seen = isDraft ? undefined : facts.in(cluster, namespace);
  if (!seen && !isDraft) return refusal('clusterNotSynced', { cluster });
  const selected = (seen?.workloads ?? []).filter(
    workload =>
      matchesSelector(selector, workload.podLabels) &&
      !isWorkloadWritten(workload, subject),
  );
  let isOwn = ownPodLabels(subject).some(labels =>
    matchesSelector(selector, labels),
  );
  for (const workload of selected) {
    const { kind, name, labels, entity: named } = workload;
    const annotations: Record<string, string> =
      named === undefined ? {} : { [FAIRWAY_ENTITY]: named };
    if (!(await owners.isOwn({ labels, annotations }, subject))) {
      const other = `${kind} ${name}`;
      return refusal('selectorOfOther', { field, other, entityRef });
    }
    isOwn = true;
  }
  return isOwn
    ? undefined
    : refusal('selectorNotOwn', { field, entityRef, label: KUBERNETES_ID });
}

/** Whether a selector needs a certain value of a label, so that it does not select almost everything. */
function isNarrow({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return (
    Object.keys(matchLabels).length > 0 ||
    matchExpressions.some(({ operator }) => operator === 'In')
  );
}

/** Labels of the pods that the request creates in the namespace. */
function ownPodLabels({ object }: Subject): Record<string, string>[] {
  const { written, manifest } = object;
  return written
    .filter(
      ({ metadata }) => metadata.namespace === manifest.metadata.namespace,
    )
    .flatMap(each => referencesOf(each))
    .flatMap(each => (each.type === 'podMetadata' ? [each.labels] : []));
}

/** Whether the request writes a workload, so that guards check who owns it. */
function isWorkloadWritten(
  { kind, name }: RunningWorkload,
  { object }: Subject,
): boolean {
  const { namespace } = object.manifest.metadata;
  return object.written.some(
    each =>
      each.kind === kind &&
      each.metadata.name === name &&
      each.metadata.namespace === namespace,
  );
}
