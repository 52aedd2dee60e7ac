export {
  environmentOf,
  matchesNamespace,
  namespaceBinding,
  readDeliveryConfig,
} from './readDeliveryConfig';
export type { DeliveryConfig, EnvironmentConfig } from './readDeliveryConfig';
export { readLimits } from './readLimits';
export type { Limits } from './readLimits';
export { isSubmitter } from './applyRules';
export type { ApplyRules } from './applyRules';
export { DEFAULT_KINDS } from './defaultKinds';
export type { NewNamespaces } from './newNamespaces';
export { isBoundTo } from './ownership';
export type { Binding, JobBinding, NamespaceBinding } from './ownership';
export { watchedClusters } from './watchedClusters';
