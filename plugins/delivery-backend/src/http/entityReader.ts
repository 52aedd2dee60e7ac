import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Reads entities by their refs with the caller's credentials; those that the catalog hides are left out. */
export function entityReader(
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>,
  credentials: BackstageCredentials,
): (entityRefs: string[]) => Promise<Entity[]> {
  return async entityRefs => {
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials },
    );
    return items.flatMap(entity => entity ?? []);
  };
}
