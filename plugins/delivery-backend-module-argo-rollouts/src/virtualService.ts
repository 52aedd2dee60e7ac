import type { TrafficCondition } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const valueSchema = z.object({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  regex: z.string().optional(),
});
const namedValuesSchema = z.record(z.string(), valueSchema);
const textsSchema = z.array(z.string());

const routeSchema = z.object({
  name: z.string().optional(),
  match: z.array(z.record(z.string(), z.unknown())).default([]),
  route: z
    .array(
      z.object({
        destination: z.object({
          host: z.string(),
          subset: z.string().optional(),
        }),
        weight: z.number().optional(),
      }),
    )
    .default([]),
  redirect: z.unknown().optional(),
  directResponse: z.unknown().optional(),
  delegate: z
    .object({ name: z.string().default(''), namespace: z.string().optional() })
    .optional(),
});
const routesSchema = z.array(routeSchema).default([]);

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
const virtualServiceSchema = z.object({
  spec: z
    .object({ http: routesSchema, tls: routesSchema, tcp: routesSchema })
    .prefault({}),
});

/** A route of an Istio VirtualService. */
interface VirtualServiceRoute {
  name?: string;
  /** Alternatives; empty if it takes all remaining requests */
  matches: TrafficCondition[][];
  to: { host: string; subset?: string; percent: number }[];
}

/** Data that the engine keeps of an Istio VirtualService. */
export interface VirtualService {
  type: 'routes';
  routes: VirtualServiceRoute[];
}

/**
 * Reads an Istio VirtualService.
 *
 * @throws ZodError when the object does not have the shape of a VirtualService
 */
export function projectVirtualService(object: unknown): VirtualService {
  const { spec } = virtualServiceSchema.parse(object);
  return {
    type: 'routes',
    routes: [...spec.http, ...spec.tls, ...spec.tcp].map(route => ({
      name: route.name,
      matches: readMatches(route.match),
      to: destinationsOf(route),
    })),
  };
}

/**
 * Namespace and name of a VirtualService that a Rollout names as `name` or
 * `name.namespace`.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
 */
export function virtualServiceRef(
  reference: string,
  ownNamespace: string,
): { namespace: string; name: string } {
  const dot = reference.indexOf('.');
  return dot > 0
    ? { name: reference.slice(0, dot), namespace: reference.slice(dot + 1) }
    : { name: reference, namespace: ownNamespace };
}

function destinationsOf({
  route,
  redirect,
  directResponse,
  delegate,
}: z.infer<typeof routeSchema>): VirtualServiceRoute['to'] {
  if (route.length) {
    return route.map(({ destination, weight }) => ({
      host: destination.host,
      subset: destination.subset,
      // Default of Istio for a single destination
      percent: weight ?? (route.length === 1 ? 100 : 0),
    }));
  }
  const to = (host: string) => [{ host, percent: 100 }];
  if (redirect !== undefined) return to('redirect');
  if (directResponse !== undefined) return to('direct response');
  if (!delegate) return [];
  const { name, namespace } = delegate;
  return to(`VirtualService ${namespace ? `${namespace}/${name}` : name}`);
}

function readMatches(matches: Record<string, unknown>[]): TrafficCondition[][] {
  const alternatives = matches.map(match =>
    Object.entries(match).flatMap(([field, value]) =>
      readConditions(field, value),
    ),
  );
  // An alternative without conditions takes all requests.
  return alternatives.some(conditions => !conditions.length)
    ? []
    : alternatives;
}

/** Fields of a match that are not conditions. */
const NO_CONDITION = ['name', 'statPrefix', 'ignoreUriCase'];

/** Conditions of each field of a match; undefined for a value of an unknown shape. */
const readers: Record<
  string,
  (value: unknown) => TrafficCondition[] | undefined
> = {
  uri: readOne('path'),
  scheme: readOne('scheme'),
  method: readOne('method'),
  authority: readOne('host'),
  headers: readNamed('header'),
  withoutHeaders: readNamed('withoutHeader'),
  queryParams: readNamed('query'),
  port: value => {
    const port = z.number().safeParse(value);
    return port.success
      ? [{ on: 'port', how: 'exact', value: String(port.data) }]
      : undefined;
  },
  sourceLabels: value => {
    const labels = z.record(z.string(), z.string()).safeParse(value);
    if (!labels.success) return undefined;
    return Object.entries(labels.data).map(([name, label]) => ({
      on: 'sourceLabel',
      name,
      how: 'exact',
      value: label,
    }));
  },
  sourceNamespace: value => {
    const namespace = z.string().safeParse(value);
    return namespace.success
      ? [{ on: 'sourceNamespace', how: 'exact', value: namespace.data }]
      : undefined;
  },
  gateways: readList('gateway'),
  sniHosts: readList('serverName'),
  destinationSubnets: readList('subnet'),
};

function readConditions(field: string, value: unknown): TrafficCondition[] {
  if (NO_CONDITION.includes(field)) return [];
  return (
    readers[field]?.(value) ?? [
      {
        on: 'other',
        name: field,
        how: 'exact',
        value: typeof value === 'string' ? value : JSON.stringify(value),
      },
    ]
  );
}

function readOne(on: TrafficCondition['on']) {
  return (value: unknown): TrafficCondition[] | undefined => {
    const read = valueSchema.safeParse(value);
    return read.success ? [{ on, ...readComparison(read.data) }] : undefined;
  };
}

function readNamed(on: TrafficCondition['on']) {
  return (value: unknown): TrafficCondition[] | undefined => {
    const read = namedValuesSchema.safeParse(value);
    if (!read.success) return undefined;
    return Object.entries(read.data).map(([name, each]) => ({
      on,
      name,
      ...readComparison(each),
    }));
  };
}

/** A list of which one value is enough. */
function readList(on: TrafficCondition['on']) {
  return (value: unknown): TrafficCondition[] | undefined => {
    const read = textsSchema.safeParse(value);
    return read.success
      ? [{ on, how: 'exact', value: read.data.join(', ') }]
      : undefined;
  };
}

function readComparison({
  exact,
  prefix,
  regex,
}: z.infer<typeof valueSchema>): Pick<TrafficCondition, 'how' | 'value'> {
  if (exact !== undefined) return { how: 'exact', value: exact };
  if (prefix !== undefined) return { how: 'prefix', value: prefix };
  return regex === undefined
    ? { how: 'present', value: '' }
    : { how: 'regex', value: regex };
}
