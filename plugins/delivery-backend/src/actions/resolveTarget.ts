import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  describeTarget,
  problemError,
  refusal,
  requestProblem,
  templateRunPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { AnyActionRequest } from '@fairway/backstage-plugin-delivery-common';
import type { Actor } from '@fairway/backstage-plugin-delivery-node';
import type { ActionAuthorizer } from './ActionAuthorizer';
import { draftEntity } from './draftEntity';
import { rejection } from './rejection';

/** Entity of a target, where it has one. */
export interface ResolvedTarget {
  entity?: Entity;
  /** Whether the catalog does not have the entity yet */
  isDraft: boolean;
}

/**
 * Reads the entity of a target with the credentials of the person.
 *
 * @throws NotFoundError when the catalog has no such entity, or the person may not
 * see it; NotAllowedError when the person may not plan for a service to come, which
 * tells which names are taken
 */
export async function resolveTarget(
  request: AnyActionRequest,
  caller: { credentials: BackstageCredentials; actor: Actor },
  options: {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    /** Credentials of the plugin */
    getCredentials: () => Promise<BackstageCredentials>;
    authorizer: ActionAuthorizer;
  },
): Promise<ResolvedTarget> {
  const { target } = request;
  if (target.type !== 'service') return { isDraft: false };
  const { catalog, getCredentials, authorizer } = options;
  const { credentials, actor } = caller;
  if (
    request.dryRun &&
    request.draft &&
    !(await authorizer.isAllowed(templateRunPermission, {}, credentials))
  ) {
    const permission = templateRunPermission.name;
    throw rejection([
      refusal('forbidden', { permission, target: describeTarget(target) }),
    ]);
  }
  const entity = await catalog.getEntityByRef(target.entityRef, {
    credentials,
  });
  if (entity) return { entity, isDraft: false };
  const draft = await draftEntity(target.entityRef, request, {
    catalog,
    getCredentials,
    ownershipEntityRefs: actor.ownershipEntityRefs,
  });
  if (draft) return { entity: draft, isDraft: true };
  throw problemError(
    NotFoundError,
    requestProblem('entityNotFound', { entityRef: target.entityRef }),
  );
}
