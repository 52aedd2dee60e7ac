import { projectEndpointSlice } from '../projection/network';
import type { EndpointSliceRecord } from '../projection/relatedRecords';
import type { WatchedKind } from './WatchedKind';

export const endpointSliceKind: WatchedKind<EndpointSliceRecord> = {
  kind: 'EndpointSlice',
  resource: 'endpointslices',
  path: '/apis/discovery.k8s.io/v1/endpointslices',
  project: projectEndpointSlice,
  indexBy: { service: ({ namespace, service }) => `${namespace}/${service}` },
  describes: ({ namespace, service }) => [
    { kind: 'Service', namespace, name: service },
  ],
};
