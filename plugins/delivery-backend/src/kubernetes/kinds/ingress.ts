import { projectIngress } from '../projection/routes';
import type { RouteRecord } from '../projection/relatedRecords';
import { servicesOf } from './routes';
import { kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const ingressKind: WatchedKind<RouteRecord> = {
  kind: 'Ingress',
  resource: 'ingresses',
  path: '/apis/networking.k8s.io/v1/ingresses',
  project: projectIngress,
  isOptional: true,
  indexBy: { namespace: kindInNamespace },
  describes: servicesOf,
};
