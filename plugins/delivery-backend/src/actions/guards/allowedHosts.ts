import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { ApplyRules } from '../../config';
import { ownerMarkOf } from './liveMetadata';
import type { ClusterFacts } from './references/ClusterFacts';
import { existingReferences, isWritten } from './references/ReferenceOwners';
import type { ReferenceOwners, Subject } from './references/ReferenceOwners';
import { referencesOf } from './references/referencesPerKind';

/**
 * Allows the hosts that configuration gives to services, and those that the existing
 * object has already. A host that a route of another service uses is refused.
 */
export function allowedHosts(
  { hosts, sharedHosts }: Pick<ApplyRules, 'hosts' | 'sharedHosts'>,
  owners: ReferenceOwners,
  facts: ClusterFacts,
): ActionGuard {
  const isAmong = async (
    patterns: string[],
    host: string,
    subject: Subject,
  ) => {
    for (const pattern of patterns) {
      if (await owners.matches(pattern, host, subject)) return true;
    }
    return false;
  };
  return {
    id: 'delivery.allowed-hosts',
    check: async context => {
      const subject = owners.subjectOf(context);
      if (!subject) return undefined;
      const before = existingReferences(subject.object).flatMap(each =>
        each.type === 'host' ? [each.host] : [],
      );
      for (const reference of referencesOf(subject.object.manifest)) {
        if (reference.type !== 'host') continue;
        const { field, host } = reference;
        if (
          before.includes(host) ||
          (await isAmong(sharedHosts, host, subject))
        ) {
          continue;
        }
        // A wildcard includes the hosts of others.
        const isAllowed =
          !host.includes('*') && (await isAmong(hosts, host, subject));
        if (!isAllowed) {
          const setting = 'delivery.apply.hosts';
          return refusal('hostNotAllowed', { field, host, setting });
        }
        const refused = await usedByOther(host, { owners, facts, subject });
        if (refused) return refused;
      }
      return undefined;
    },
  };
}

async function usedByOther(
  host: string,
  options: { owners: ReferenceOwners; facts: ClusterFacts; subject: Subject },
): Promise<Refusal | undefined> {
  const { owners, facts, subject } = options;
  const { environment, object, entity, isDraft } = subject;
  if (isDraft) return undefined;
  const { cluster } = environment;
  const seen = facts.in(cluster, object.manifest.metadata.namespace);
  if (!seen) return refusal('clusterNotSynced', { cluster });
  const routes = seen.routes.filter(
    route => route.hosts.includes(host) && !isWritten(route, object),
  );
  for (const route of routes) {
    if (!(await owners.owns(route, subject))) {
      return refusal('hostOfOther', {
        host,
        kind: route.kind.split('/')[1],
        namespace: route.namespace,
        name: route.name,
        entityRef: ownerMarkOf(entity).entityRef,
      });
    }
  }
  return undefined;
}
