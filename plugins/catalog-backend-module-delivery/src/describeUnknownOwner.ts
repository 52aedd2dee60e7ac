import { parseEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { UNKNOWN_OWNER } from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { discoveredEntity } from './discoveredEntity';

const DESCRIPTION =
  'Owner of discovered entities whose owner is unknown. It has no members. To set the owner of a service, open its page and complete its entry';

/**
 * Describes the group {@link UNKNOWN_OWNER}. Without it, the catalog warns on each
 * discovered entity that its owner does not exist.
 */
export function describeUnknownOwner(workloads: DeployedWorkload[]): Entity {
  const { namespace, name } = parseEntityRef(UNKNOWN_OWNER);
  const group = discoveredEntity('Group', { namespace, name }, workloads);
  const title = 'Owner unknown';
  return {
    ...group,
    metadata: { ...group.metadata, title, description: DESCRIPTION },
    spec: {
      type: 'placeholder',
      profile: { displayName: title },
      children: [],
      members: [],
    },
  };
}
