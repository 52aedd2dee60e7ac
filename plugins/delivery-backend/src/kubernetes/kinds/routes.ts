import type { RouteRecord } from '../projection/relatedRecords';
import type { ObjectRef } from './WatchedKind';

/** Services that an Ingress or HTTPRoute sends requests to. */
export function servicesOf({ namespace, services }: RouteRecord): ObjectRef[] {
  return services.map(name => ({ kind: 'Service', namespace, name }));
}
