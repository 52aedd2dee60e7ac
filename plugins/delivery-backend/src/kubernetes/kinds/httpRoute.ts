import { projectHttpRoute } from '../projection/routes';
import type { RouteRecord } from '../projection/relatedRecords';
import { servicesOf } from './routes';
import { kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const httpRouteKind: WatchedKind<RouteRecord> = {
  kind: 'HTTPRoute',
  resource: 'httproutes',
  path: '/apis/gateway.networking.k8s.io/v1/httproutes',
  project: projectHttpRoute,
  isOptional: true,
  indexBy: { namespace: kindInNamespace },
  describes: servicesOf,
};
