import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { matchesSelector } from '../../kubernetes';
import { ownerMarkOf } from './liveMetadata';
import type { ClusterFacts, PodSelector } from './references/ClusterFacts';
import type { Reference } from './references/reference';
import { existingReferences, isWritten } from './references/ReferenceOwners';
import type { ReferenceOwners, Subject } from './references/ReferenceOwners';
import { referencesOf } from './references/referencesPerKind';

/**
 * Refuses pods whose labels the Service or PodDisruptionBudget of another service
 * selects: they would receive its requests, or count as its pods.
 */
export function ownPodLabels(
  owners: ReferenceOwners,
  facts: ClusterFacts,
): ActionGuard {
  return {
    id: 'delivery.own-pod-labels',
    check: async context => {
      const subject = owners.subjectOf(context);
      if (!subject || subject.isDraft || subject.environment.trustDomain) {
        return undefined;
      }
      const { object, environment } = subject;
      const labels = podLabelsOf(referencesOf(object.manifest));
      if (!labels.length) return undefined;
      const { cluster } = environment;
      const { namespace } = object.manifest.metadata;
      const seen = facts.in(cluster, namespace);
      if (!seen) return refusal('clusterNotSynced', { cluster });
      const before = podLabelsOf(existingReferences(object));
      const selecting = seen.selectors.filter(
        each =>
          selectsAny(each, labels) &&
          !selectsAny(each, before) &&
          !isWritten({ ...each, namespace }, object),
      );
      return firstForeign(selecting, owners, subject);
    },
  };
}

async function firstForeign(
  selecting: PodSelector[],
  owners: ReferenceOwners,
  subject: Subject,
): Promise<Refusal | undefined> {
  const { namespace } = subject.object.manifest.metadata;
  for (const { kind, name, selector } of selecting) {
    // Pods with the id of the service are its own, no matter what selects them.
    const isOfService = await owners.isOwn(
      { labels: selector.matchLabels },
      subject,
    );
    if (
      !isOfService &&
      !(await owners.owns({ kind, name, namespace }, subject))
    ) {
      return refusal('podLabelsOfOther', {
        kind: kind.split('/')[1],
        name,
        entityRef: ownerMarkOf(subject.entity).entityRef,
      });
    }
  }
  return undefined;
}

/** Labels of the pods: those of the template, and of a canary or preview in addition. */
function podLabelsOf(references: Reference[]): Record<string, string>[] {
  const all = references.flatMap(each =>
    each.type === 'podMetadata' ? [each.labels] : [],
  );
  return all.length > 1 ? [...all, Object.assign({}, ...all)] : all;
}

/** An empty selector is the platform's: it is about all pods of the namespace. */
function selectsAny(
  { selector }: PodSelector,
  labels: Record<string, string>[],
): boolean {
  const { matchLabels, matchExpressions } = selector;
  return (
    Object.keys(matchLabels).length + matchExpressions.length > 0 &&
    labels.some(each => matchesSelector(selector, each))
  );
}
