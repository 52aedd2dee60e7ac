import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  RELATION_OWNED_BY,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { AnyActionRequest } from '@fairway/backstage-plugin-delivery-common';

/**
 * The entity of a service that a person is about to create, for a dry run.
 *
 * @returns undefined when the request has no draft of that ref, or when the catalog
 * has the entity, whether or not the person may see it
 * @throws NotAllowedError when the person is not one of its owners, InputError when
 * its owner is not an entity ref
 */
export async function draftEntity(
  entityRef: string,
  { dryRun, draft }: Pick<AnyActionRequest, 'dryRun' | 'draft'>,
  options: {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    /** Credentials of the plugin */
    getCredentials: () => Promise<BackstageCredentials>;
    /** Entity refs of the person and of the person's groups */
    ownershipEntityRefs: string[];
  },
): Promise<Entity | undefined> {
  if (!dryRun || !draft) return undefined;
  const { kind, metadata } = draft;
  const ref = stringifyEntityRef({ kind, ...metadata });
  if (ref !== stringifyEntityRef(parseEntityRef(entityRef))) return undefined;
  const credentials = await options.getCredentials();
  if (await options.catalog.getEntityByRef(ref, { credentials })) {
    return undefined;
  }
  const owner = ownerOf(draft.spec.owner, metadata.namespace);
  if (!options.ownershipEntityRefs.includes(owner)) {
    throw problemError(
      NotAllowedError,
      requestProblem('draftOwnerForbidden', { entityRef: ref, owner }),
    );
  }
  // The request says what it likes: where the catalog read the file, or a job of others.
  const id = metadata.annotations?.[KUBERNETES_ID];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      annotations: id === undefined ? {} : { [KUBERNETES_ID]: id },
    },
    spec: { owner: draft.spec.owner },
    relations: [{ type: RELATION_OWNED_BY, targetRef: owner }],
  };
}

function ownerOf(text: string, defaultNamespace: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(text, { defaultKind: 'group', defaultNamespace }),
    );
  } catch {
    throw problemError(
      InputError,
      requestProblem('draftOwnerInvalid', { owner: text }),
    );
  }
}
