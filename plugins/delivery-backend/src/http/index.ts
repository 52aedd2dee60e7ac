export { createHttp } from './createHttp';
export { EventStreams } from './EventStreams';
export { createDeliveryMetrics } from './metrics';
export { createAuthorizers } from './permissions/createAuthorizers';
