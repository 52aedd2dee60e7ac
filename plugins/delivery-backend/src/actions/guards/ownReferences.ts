import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { ownerMarkOf } from './liveMetadata';
import type { ClusterFacts } from './references/ClusterFacts';
import type { Reference } from './references/reference';
import { existingReferences } from './references/ReferenceOwners';
import type {
  ObjectReference,
  ReferenceOwners,
  Subject,
} from './references/ReferenceOwners';
import { referencesOf } from './references/referencesPerKind';

/**
 * Requires that an object refers only to objects of its own service, and to shared
 * ones: Secrets, ConfigMaps, ServiceAccounts, volumes, Services, Gateways and the
 * targets of autoscalers.
 */
export function ownReferences(
  owners: ReferenceOwners,
  facts: ClusterFacts,
): ActionGuard {
  return {
    id: 'delivery.own-references',
    check: async context => {
      const subject = owners.subjectOf(context);
      if (!subject) return undefined;
      for (const reference of referencesOf(subject.object.manifest)) {
        const refused = await referenceRefusal(reference, {
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

/** What a check of a reference needs. */
interface CheckOptions {
  owners: ReferenceOwners;
  facts: ClusterFacts;
  subject: Subject;
}

function referenceRefusal(
  reference: Reference,
  options: CheckOptions,
): Promise<Refusal | undefined> | undefined {
  const { namespace } = options.subject.object.manifest.metadata;
  switch (reference.type) {
    case 'object': {
      const target = { namespace, ...reference };
      return objectRefusal(reference.field, target, options);
    }
    case 'claims':
      return claimsRefusal(reference, options);
    default:
      return undefined;
  }
}

async function objectRefusal(
  field: string,
  reference: ObjectReference,
  { owners, subject }: CheckOptions,
): Promise<Refusal | undefined> {
  if (await owners.mayReferTo(reference, subject)) return undefined;
  const { kind, namespace, name } = reference;
  const { entityRef } = ownerMarkOf(subject.entity);
  const setting = 'delivery.apply.shared';
  return kind === '/Secret'
    ? refusal('secretNotOwn', { field, namespace, name, entityRef, setting })
    : refusal('referenceNotOwn', {
        field,
        kind: kind.split('/')[1],
        namespace,
        name,
        entityRef,
        setting,
      });
}

/** Existing PersistentVolumeClaims that a StatefulSet would use. */
async function claimsRefusal(
  { field, prefix }: Reference & { type: 'claims' },
  options: CheckOptions,
): Promise<Refusal | undefined> {
  const { subject, facts } = options;
  const { object, environment, isDraft } = subject;
  const isOwn = existingReferences(object).some(
    each => each.type === 'claims' && each.prefix === prefix,
  );
  if (isOwn || isDraft || environment.trustDomain) return undefined;
  const { namespace } = object.manifest.metadata;
  const { cluster } = environment;
  const claims = facts.in(cluster, namespace)?.claims;
  if (!claims) return refusal('clusterNotSynced', { cluster });
  const used = claims.filter(
    name => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)),
  );
  for (const name of used) {
    const kind = '/PersistentVolumeClaim';
    const reference = { kind, namespace, name };
    const refused = await objectRefusal(field, reference, options);
    if (refused) return refused;
  }
  return undefined;
}
