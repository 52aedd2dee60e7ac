import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { DISCOVERED_LOCATION } from '@fairway/backstage-plugin-delivery-common';

const FIELDS = [
  'kind',
  'metadata.namespace',
  'metadata.name',
  'metadata.annotations',
];

/** Reads which entities in the catalog come from this provider, and which from other sources. */
export class CatalogReader {
  readonly #options: Parameters<typeof CatalogReader.create>[0];

  static create(options: {
    auth: AuthService;
    catalog: CatalogService;
  }): CatalogReader {
    return new CatalogReader(options);
  }

  private constructor(options: Parameters<typeof CatalogReader.create>[0]) {
    this.#options = options;
  }

  /** Returns this provider's entities in the catalog by ref, without those that another source has taken over. */
  async readOwn(): Promise<Map<string, Entity>> {
    const { auth, catalog } = this.#options;
    const own = new Map<string, Entity>();
    const origin = `metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`;
    const pages = catalog.streamEntities(
      { filter: { [origin]: DISCOVERED_LOCATION }, fields: FIELDS },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      page.forEach(entity => own.set(stringifyEntityRef(entity), entity));
    }
    return own;
  }

  /** Returns the refs that another source describes. */
  async findForeign(entityRefs: string[]): Promise<string[]> {
    if (!entityRefs.length) return [];
    const { auth, catalog } = this.#options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: FIELDS },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.flatMap(entity => {
      const origin = entity?.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
      return entity && origin !== DISCOVERED_LOCATION
        ? [stringifyEntityRef(entity)]
        : [];
    });
  }
}
