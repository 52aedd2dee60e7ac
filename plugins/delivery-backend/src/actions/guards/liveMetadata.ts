import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_ENTITY,
  IMAGE_SOURCE,
  KUBERNETES_ID,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const annotationsSchema = z.record(z.string(), z.string()).default({});

const existingSchema = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).default({}),
    annotations: annotationsSchema,
  }),
  spec: z
    .looseObject({
      template: z
        .looseObject({
          metadata: z
            .looseObject({ annotations: annotationsSchema })
            .optional(),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** Labels and annotations of an object. */
export interface ObjectMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Labels and annotations of an existing object from the API server. */
export function liveMetadata(existing: unknown): Required<ObjectMetadata> {
  return existingSchema.parse(existing).metadata;
}

/** Repository that the image of an existing object is built from, as its pod template or the object itself says. */
export function imageSourceOf(existing: unknown): string | undefined {
  const { metadata, spec } = existingSchema.parse(existing);
  return (
    spec?.template?.metadata?.annotations[IMAGE_SOURCE] ??
    metadata.annotations[IMAGE_SOURCE]
  );
}

/** How an object names the entity that owns it. */
export interface OwnerMark {
  entityRef: string;
  /** Value of the entity's `backstage.io/kubernetes-id` */
  id: string | undefined;
}

/** How objects of an entity have to name it. */
export function ownerMarkOf(entity: Entity): OwnerMark {
  return {
    entityRef: stringifyEntityRef(entity),
    id: entity.metadata.annotations?.[KUBERNETES_ID],
  };
}

/** Whether an object names an entity as its owner, by label or annotation. */
export function namesOwner(
  { labels = {}, annotations = {} }: ObjectMetadata,
  { entityRef, id }: OwnerMark,
): boolean {
  return (
    (id !== undefined && labels[KUBERNETES_ID] === id) ||
    annotations[FAIRWAY_ENTITY] === entityRef
  );
}

/** The label or annotation that names an entity, as values of a refusal. */
export function missingMark({ entityRef, id }: OwnerMark) {
  return id === undefined
    ? { type: 'annotation', name: FAIRWAY_ENTITY, value: entityRef }
    : { type: 'label', name: KUBERNETES_ID, value: id };
}
