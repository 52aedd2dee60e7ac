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

/** Tells what the catalog shows of what it was given from what others describe. */
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

  /** By ref, what it shows of what it was given; not what somebody else describes by now. */
  async ours(): Promise<Map<string, Entity>> {
    const { auth, catalog } = this.#options;
    const ours = new Map<string, Entity>();
    const origin = `metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`;
    const pages = catalog.streamEntities(
      { filter: { [origin]: DISCOVERED_LOCATION }, fields: FIELDS },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      page.forEach(entity => ours.set(stringifyEntityRef(entity), entity));
    }
    return ours;
  }

  /** Those of the refs that somebody else describes. */
  async taken(entityRefs: string[]): Promise<string[]> {
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
