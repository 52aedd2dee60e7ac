import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { annotationProblems } from '@fairway/backstage-plugin-delivery-common';

/**
 * Says on an entity's page what is wrong with the annotations that lead to its
 * workloads and pipelines. As a status and not as an error of the processing,
 * which would leave the entity as it was, or out of the catalog.
 */
export class AnnotationProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'DeliveryAnnotationProcessor';
  }

  /** After the catalog's policies, which let nobody bring a status. */
  async postProcessEntity(entity: AlphaEntity): Promise<Entity> {
    const problems = annotationProblems(entity.metadata.annotations ?? {});
    if (!problems.length) return entity;
    const told: AlphaEntity = {
      ...entity,
      status: {
        ...entity.status,
        items: [
          ...(entity.status?.items ?? []),
          ...problems.map(({ annotation, message }) => ({
            type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
            level: 'error' as const,
            message: `${annotation}: ${message}`,
            error: { name: 'InputError', message: `${annotation}: ${message}` },
          })),
        ],
      },
    };
    return told;
  }
}
