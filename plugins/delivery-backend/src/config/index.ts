export {
  environmentOf,
  matchesNamespace,
  readDeliveryConfig,
} from './readDeliveryConfig';
export type { DeliveryConfig, EnvironmentConfig } from './readDeliveryConfig';
export type { NewNamespaces } from './newNamespaces';
export { watchedClusters } from './watchedClusters';
