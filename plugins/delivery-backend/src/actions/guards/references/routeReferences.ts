import {
  extractor,
  forbiddenExcept,
  hosts,
  names,
  objects,
  within,
} from './reference';
import type { Extractor, Reference } from './reference';
import { isObject, valuesAt } from './valuesAt';

const GATEWAY = 'gateway.networking.k8s.io/Gateway';
const ISTIO_GATEWAY = 'networking.istio.io/Gateway';

/** References of an Ingress. */
export const INGRESS: Extractor[] = [
  names(
    '/Service',
    'spec.defaultBackend.service.name',
    'spec.rules[].http.paths[].backend.service.name',
  ),
  objects(
    '/',
    'spec.defaultBackend.resource',
    'spec.rules[].http.paths[].backend.resource',
  ),
  names('/Secret', 'spec.tls[].secretName'),
  hosts('spec.rules[].host', 'spec.tls[].hosts[]'),
  // Without a host, a rule and a default backend receive requests for every host.
  within('spec.rules[]', [
    extractor([''], (rule, field) =>
      isObject(rule) && rule.host ? [] : [anyHost(`${field}.host`)],
    ),
  ]),
  within('spec.defaultBackend', [
    extractor([''], (_, field) => [anyHost(field)]),
  ]),
];

/** Filters of an HTTPRoute whose references are known. */
const FILTERS = [
  'type',
  'requestHeaderModifier',
  'responseHeaderModifier',
  'requestMirror',
  'requestRedirect',
  'urlRewrite',
  'cors',
];

/** References of an HTTPRoute. */
export const HTTP_ROUTE: Extractor[] = [
  objects(GATEWAY, 'spec.parentRefs[]'),
  objects('/Service', 'spec.rules[].backendRefs[]'),
  objects('/Service', 'spec.rules[].filters[].requestMirror.backendRef'),
  objects(
    '/Service',
    'spec.rules[].backendRefs[].filters[].requestMirror.backendRef',
  ),
  forbiddenExcept('spec.rules[].filters[]', FILTERS),
  forbiddenExcept('spec.rules[].backendRefs[].filters[]', FILTERS),
  hosts('spec.hostnames[]'),
  // Without a hostname, it receives the requests for every host of its Gateway.
  extractor(['spec.hostnames'], route =>
    valuesAt(route, 'spec.hostnames[]').length
      ? []
      : [anyHost('spec.hostnames')],
  ),
];

const DESTINATIONS = [
  'route[].destination.host',
  'mirror.host',
  'mirrors[].destination.host',
];

const PROTOCOLS = ['http', 'tcp', 'tls'];

/** References of a VirtualService of Istio. */
export const VIRTUAL_SERVICE: Extractor[] = [
  fields(['spec.hosts[]'], meshHost),
  fields(
    PROTOCOLS.flatMap(protocol =>
      DESTINATIONS.map(path => `spec.${protocol}[].${path}`),
    ),
    meshHost,
  ),
  fields(
    [
      'spec.gateways[]',
      ...PROTOCOLS.map(protocol => `spec.${protocol}[].match[].gateways[]`),
    ],
    meshGateway,
  ),
  objects('networking.istio.io/VirtualService', 'spec.http[].delegate'),
];

function fields(
  paths: string[],
  extract: (field: string, value: unknown) => Reference[],
): Extractor {
  return extractor(paths, (object, at) =>
    paths
      .flatMap(path => valuesAt(object, path, at))
      .flatMap(({ field, value }) => extract(field, value)),
  );
}

function anyHost(field: string): Reference {
  return { type: 'host', field, host: '*' };
}

/**
 * A host of Istio: a name without dots, and a name in the domain of the cluster, is a
 * Service.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
function meshHost(field: string, value: unknown): Reference[] {
  if (typeof value !== 'string') return [];
  const host = value.toLowerCase();
  const [, name, namespace] =
    /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?$/.exec(host) ?? [];
  if (name)
    return [{ type: 'object', field, kind: '/Service', name, namespace }];
  return /^[a-z0-9-]+$/.test(host)
    ? [{ type: 'object', field, kind: '/Service', name: host }]
    : [{ type: 'host', field, host }];
}

/** A gateway of Istio: `mesh` stands for the sidecars of all pods. */
function meshGateway(field: string, value: unknown): Reference[] {
  if (typeof value !== 'string' || value === 'mesh') return [];
  const [namespace, name] = value.includes('/')
    ? value.split('/')
    : [undefined, value];
  return [
    {
      type: 'object',
      field,
      kind: ISTIO_GATEWAY,
      name,
      ...(namespace !== undefined && { namespace }),
    },
  ];
}
