import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  FOUND_LOCATION,
  KUBERNETES_ID,
} from '@fairway/backstage-plugin-delivery-common';
import { repositoryOf } from '../actions/ownRepository';

/**
 * Who else says in a catalog file that what has an entity's
 * `backstage.io/kubernetes-id` is its own, from another repository. Anybody may
 * write that, so that it proves nothing then. What the portal itself found has no say.
 *
 * @returns entity refs
 */
export async function rivalClaims(
  entity: Entity,
  options: {
    catalog: Pick<CatalogService, 'queryEntities'>;
    getCredentials: () => Promise<BackstageCredentials>;
  },
): Promise<string[]> {
  const id = entity.metadata.annotations?.[KUBERNETES_ID];
  if (id === undefined) return [];
  const { items } = await options.catalog.queryEntities(
    {
      filter: { [`metadata.annotations.${KUBERNETES_ID}`]: id },
      fields: [
        ...['kind', 'metadata.namespace', 'metadata.name'],
        'metadata.annotations',
      ],
      limit: 500,
    },
    { credentials: await options.getCredentials() },
  );
  const self = stringifyEntityRef(entity);
  const source = sourceOf(entity);
  return items
    .filter(
      other =>
        stringifyEntityRef(other) !== self &&
        other.metadata.annotations?.[KUBERNETES_ID] === id &&
        ![source, FOUND_LOCATION].includes(sourceOf(other)),
    )
    .map(other => stringifyEntityRef(other));
}

/** Which repository, or what else, the catalog read an entity from. No file can say that of itself. */
function sourceOf({ metadata }: Entity): string {
  const origin = metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] ?? '';
  return repositoryOf(origin) ?? origin;
}
