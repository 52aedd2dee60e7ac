import { FAIRWAY_OPENAPI } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { distinct } from '../../distinct';
import type { RouteRecord } from './relatedRecords';
import { metadataSchema, objectIdentity } from './objectSchema';

const ingressSchema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      tls: z
        .array(z.object({ hosts: z.array(z.string()).default([]) }))
        .default([]),
      rules: z
        .array(
          z.object({
            host: z.string().optional(),
            http: z
              .object({
                paths: z.array(
                  z.object({
                    path: z.string().optional(),
                    backend: z.object({
                      service: z.object({ name: z.string() }).optional(),
                    }),
                  }),
                ),
              })
              .optional(),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

const httpRouteSchema = z.object({
  metadata: metadataSchema,
  spec: z
    .object({
      hostnames: z.array(z.string()).default([]),
      rules: z
        .array(
          z.object({
            matches: z
              .array(
                z.object({
                  path: z.object({ value: z.string().optional() }).optional(),
                }),
              )
              .default([]),
            backendRefs: z
              .array(
                z.object({
                  kind: z.string().default('Service'),
                  name: z.string(),
                  namespace: z.string().optional(),
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

/** Record of an Ingress. */
export function projectIngress(object: unknown): RouteRecord {
  const { metadata, spec } = ingressSchema.parse(object);
  const secured = spec.tls.flatMap(({ hosts }) => hosts);
  const paths = spec.rules.flatMap(({ host, http }) =>
    (http?.paths ?? []).flatMap(({ path, backend }) =>
      backend.service ? [{ host, path, service: backend.service.name }] : [],
    ),
  );
  return {
    kind: 'Ingress',
    ...objectIdentity(metadata),
    openapi: openapiOf(metadata.annotations),
    services: distinct(paths.map(({ service }) => service)),
    addresses: distinct(
      paths.flatMap(({ host, path }) =>
        addressOf(host, path, secured.includes(host ?? '')),
      ),
    ),
  };
}

/** Record of an HTTPRoute, with the Services in its own namespace. */
export function projectHttpRoute(object: unknown): RouteRecord {
  const { metadata, spec } = httpRouteSchema.parse(object);
  const own = spec.rules.flatMap(rule =>
    rule.backendRefs.filter(
      ({ kind, namespace }) =>
        kind === 'Service' &&
        (namespace ?? metadata.namespace) === metadata.namespace,
    ),
  );
  const paths = spec.rules.flatMap(({ matches }) =>
    matches.length ? matches.map(({ path }) => path?.value) : [undefined],
  );
  return {
    kind: 'HTTPRoute',
    ...objectIdentity(metadata),
    openapi: openapiOf(metadata.annotations),
    services: distinct(own.map(({ name }) => name)),
    addresses: distinct(
      // The Gateway decides about TLS; most use it.
      spec.hostnames.flatMap(host =>
        paths.flatMap(path => addressOf(host, path, true)),
      ),
    ),
  };
}

function addressOf(
  host: string | undefined,
  path: string | undefined,
  isSecured: boolean,
): string[] {
  if (!host || host.includes('*')) return [];
  const address = `${isSecured ? 'https' : 'http'}://${host}${path ?? '/'}`;
  return URL.canParse(address) ? [new URL(address).href] : [];
}

function openapiOf(annotations: Record<string, string>): string | undefined {
  const address = annotations[FAIRWAY_OPENAPI];
  if (!address || !URL.canParse(address)) return undefined;
  return /^https?:$/.test(new URL(address).protocol) ? address : undefined;
}
