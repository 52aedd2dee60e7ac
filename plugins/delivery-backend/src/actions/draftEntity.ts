import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  RELATION_OWNED_BY,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';

/**
 * The service that a person is about to make, of which a dry run may tell what
 * the API server says. Undefined where the catalog has such an entity, whether
 * or not the person may see it.
 *
 * @throws NotAllowedError where it would belong to others, InputError where its
 * owner cannot be read
 */
export async function draftEntity(
  { entityRef, action, dryRun, entity }: ActionRequest,
  options: {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    getCredentials: () => Promise<BackstageCredentials>;
    /** Of the person */
    ownershipEntityRefs: string[];
  },
): Promise<Entity | undefined> {
  if (!dryRun || action.kind !== 'apply' || !entity) return undefined;
  const { kind, metadata } = entity;
  const ref = stringifyEntityRef({ kind, ...metadata });
  if (ref !== stringifyEntityRef(parseEntityRef(entityRef))) return undefined;
  const credentials = await options.getCredentials();
  if (await options.catalog.getEntityByRef(ref, { credentials })) {
    return undefined;
  }
  const owner = ownerOf(entity.spec.owner, metadata.namespace);
  if (!options.ownershipEntityRefs.includes(owner)) {
    throw new NotAllowedError(
      `${ref} would belong to ${owner}, which you are not of`,
    );
  }
  return {
    apiVersion: 'backstage.io/v1alpha1',
    ...entity,
    relations: [{ type: RELATION_OWNED_BY, targetRef: owner }],
  };
}

function ownerOf(text: string, defaultNamespace: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(text, { defaultKind: 'group', defaultNamespace }),
    );
  } catch {
    throw new InputError(
      `'${text}' is no owner: name a group or a user, as group:default/weather`,
    );
  }
}
