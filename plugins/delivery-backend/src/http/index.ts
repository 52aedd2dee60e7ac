export { createHttp } from './createHttp';
export { EventStreams } from './EventStreams';
export { PersonLimits } from './limits/PersonLimits';
export { createDeliveryMetrics } from './metrics';
export { createAuthorizers } from './permissions/createAuthorizers';
