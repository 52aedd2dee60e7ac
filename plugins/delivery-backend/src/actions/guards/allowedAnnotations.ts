import {
  matchesPattern,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { ApplyRules } from '../../config';
import type { Reference } from './references/reference';
import { existingReferences } from './references/ReferenceOwners';
import type { ReferenceOwners } from './references/ReferenceOwners';
import { referencesOf } from './references/referencesPerKind';

/**
 * Annotations that no controller acts on beyond the object itself. Others can inject
 * configuration into a proxy, take a role in a cloud or copy Secrets. Names without a
 * prefix are private to users.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
 */
const HARMLESS = [
  'app.kubernetes.io/*',
  'backstage.io/*',
  'checksum/*',
  'fairway.dev/*',
  'kubectl.kubernetes.io/default-container',
  'kubectl.kubernetes.io/default-logs-container',
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'kubernetes.io/change-cause',
  'kubernetes.io/description',
  'org.opencontainers.image.*',
  'prometheus.io/path',
  'prometheus.io/port',
  'prometheus.io/scheme',
  'prometheus.io/scrape',
];

/** Allows annotations that are harmless, that configuration allows, or that the existing object has. */
export function allowedAnnotations(
  { annotations: allowed }: Pick<ApplyRules, 'annotations'>,
  owners: ReferenceOwners,
): ActionGuard {
  const patterns = [...HARMLESS, ...allowed];
  return {
    id: 'delivery.allowed-annotations',
    check: async context => {
      const subject = owners.subjectOf(context);
      if (!subject) return undefined;
      const before = annotationsOf(existingReferences(subject.object));
      const unknown = annotationsOf(referencesOf(subject.object.manifest)).find(
        ({ name, value }) =>
          name.includes('/') &&
          !patterns.some(pattern => matchesPattern(pattern, name)) &&
          !before.some(each => each.name === name && each.value === value),
      );
      return (
        unknown &&
        refusal('annotationNotAllowed', {
          annotation: unknown.name,
          setting: 'delivery.apply.annotations',
        })
      );
    },
  };
}

function annotationsOf(
  references: Reference[],
): { name: string; value: string }[] {
  return references.flatMap(each =>
    each.type === 'metadata' || each.type === 'podMetadata'
      ? Object.entries(each.annotations).map(([name, value]) => ({
          name,
          value,
        }))
      : [],
  );
}
