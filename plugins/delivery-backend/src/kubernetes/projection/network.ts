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
  addressType: z.string().default(''),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()).default([]),
        targetRef: z.object({ uid: z.string().optional() }).nullish(),
        conditions: z
          .object({
            ready: z.boolean().nullish(),
            serving: z.boolean().nullish(),
            terminating: z.boolean().nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

type Endpoint = NonNullable<
  z.infer<typeof endpointSliceSchema>['endpoints']
>[number];

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
  const { metadata, addressType, endpoints } =
    endpointSliceSchema.parse(object);
  const service = metadata.labels['kubernetes.io/service-name'];
  if (service === undefined) return undefined;
  const current = (endpoints ?? []).filter(
    ({ conditions }) => !conditions?.terminating,
  );
  const keysOf = (all: Endpoint[]) =>
    all.flatMap(({ targetRef, addresses }) => targetRef?.uid ?? addresses[0]);
  return {
    kind: 'EndpointSlice',
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    service,
    addressType,
    ready: keysOf(current.filter(isReady)),
    notReady: keysOf(current.filter(endpoint => !isReady(endpoint))),
    draining: keysOf(
      (endpoints ?? []).filter(
        ({ conditions }) => conditions?.terminating && conditions.serving,
      ),
    ),
  };
}

// `ready` is also set for pods that are not ready, if the Service publishes these.
function isReady({ conditions }: Endpoint): boolean {
  return conditions?.serving ?? conditions?.ready ?? true;
}
