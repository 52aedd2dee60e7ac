import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { annotationProblems } from '@fairway/backstage-plugin-delivery-common';

/**
 * Reports problems of the annotations that connect an entity to its workloads and
 * pipelines. The problems are added as a status. A processing error would keep the
 * entity's previous state, or keep the entity out of the catalog.
 */
export class AnnotationProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'DeliveryAnnotationProcessor';
  }

  /** Runs after the catalog's policies, which do not allow a status. */
  async postProcessEntity(entity: AlphaEntity): Promise<Entity> {
    const problems = annotationProblems(entity.metadata.annotations ?? {});
    if (!problems.length) return entity;
    const withStatus: AlphaEntity = {
      ...entity,
      status: {
        ...entity.status,
        items: [
          ...(entity.status?.items ?? []),
          ...problems.map(({ annotation, problem: { message } }) => ({
            type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
            level: 'error' as const,
            message: `${annotation}: ${message}`,
            error: { name: 'InputError', message: `${annotation}: ${message}` },
          })),
        ],
      },
    };
    return withStatus;
  }
}
