import type {
  EngineContext,
  EngineObject,
  EngineWorkloads,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { metadataSchema, projectMetadata } from './objectSchema';
import type { EngineWorkloadRecord } from './records';
import { projectTemplate, templateSchema } from './template';
import { projectWorkloadMetadata } from './workloads';

const objectSchema = z.object({ metadata: metadataSchema });

/**
 * Record of a workload of a rollout engine.
 *
 * @throws ZodError when the object does not have the shape of its kind
 */
export function projectEngineWorkload(
  engine: string,
  kind: EngineWorkloads,
  object: unknown,
): EngineWorkloadRecord {
  const { metadata } = objectSchema.parse(object);
  const { template, ...own } = kind.project(object);
  const parsed =
    template === undefined ? undefined : templateSchema.parse(template);
  return {
    kind: kind.kind,
    engine,
    own,
    ...projectWorkloadMetadata(metadata),
    // A workload that uses the template of another has it in its current revision.
    template: parsed
      ? projectTemplate(parsed, metadata)
      : { images: [], containers: [], mainImage: '' },
    podLabels: parsed?.metadata.labels ?? {},
    ...(own.minReadySeconds && { minReadySeconds: own.minReadySeconds }),
    observedGeneration: own.observedGeneration,
    conditions: own.conditions,
    desired: own.desired,
    created: own.created,
    updated: own.updated,
    ready: own.ready,
    available: own.available,
  };
}

/**
 * Record of another object that a rollout engine reads.
 *
 * @throws ZodError when the object does not have the shape of its kind
 */
export function projectEngineObject(
  { kind, project }: EngineContext,
  object: unknown,
): EngineObject {
  const { uid, name, namespace, ownerUid } = projectMetadata(
    objectSchema.parse(object).metadata,
  );
  return { uid, kind, name, namespace, ownerUid, data: project(object) };
}
