export {
  environmentOf,
  matchesNamespace,
  readDeliveryConfig,
} from './readDeliveryConfig';
export type { DeliveryConfig, EnvironmentConfig } from './readDeliveryConfig';
export { readLimits } from './readLimits';
export type { Limits } from './readLimits';
export type { NewNamespaces } from './newNamespaces';
export { watchedClusters } from './watchedClusters';
