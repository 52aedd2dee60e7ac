import { z } from 'zod';
import type { EndpointSliceRecord, ServiceRecord } from './relatedRecords';
import { metadataSchema } from './objectSchema';

const serviceSchema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      type: z.string().optional(),
      selector: z.record(z.string(), z.string()).nullish(),
    })
    .prefault({}),
});

const endpointSliceSchema = z.object({
  metadata: metadataSchema,
  endpoints: z
    .array(
      z.object({
        conditions: z
          .object({ ready: z.boolean().nullish() })
          .nullish()
          .transform(conditions => conditions?.ready ?? true),
      }),
    )
    .nullish(),
});

export function projectService(object: unknown): ServiceRecord {
  const { metadata, spec } = serviceSchema.parse(object);
  const isExternal = spec.type === 'ExternalName';
  return {
    kind: 'Service',
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    selector: isExternal ? undefined : (spec.selector ?? undefined),
    createdAt: metadata.creationTimestamp,
  };
}

/** Record of an EndpointSlice; undefined for one without a Service. */
export function projectEndpointSlice(
  object: unknown,
): EndpointSliceRecord | undefined {
  const { metadata, endpoints } = endpointSliceSchema.parse(object);
  const service = metadata.labels['kubernetes.io/service-name'];
  if (service === undefined) return undefined;
  const ready = (endpoints ?? []).filter(e => e.conditions).length;
  return {
    kind: 'EndpointSlice',
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    service,
    ready,
    notReady: (endpoints ?? []).length - ready,
  };
}
