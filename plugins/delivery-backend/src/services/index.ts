export { maskCredentials } from '../kubernetes';
export { createServices } from './createServices';
export type { Services } from './createServices';
export { ownsId } from './delivery/claimOf';
export { DeliveryReader } from './delivery/DeliveryReader';
export type { DeliveryView, FoundWorkload } from './delivery/DeliveryReader';
export { repositoryOfWorkloads } from './delivery/repositoryOfWorkloads';
export { currentRevision, revisionOf } from './delivery/revisionHistory';
export { serviceQuery } from './delivery/serviceQuery';
export type { ServiceQuery } from './delivery/serviceQuery';
export { softwareOf } from './delivery/software';
export type { FleetHub } from './fleet/FleetHub';
export { fleetView } from './fleet/FleetView';
export type { FleetView } from './fleet/FleetView';
export type { LatestRuns, ServiceWithJobs } from './fleet/LatestRuns';
export { ownersOf } from './fleet/Service';
export type { Service } from './fleet/Service';
export type { ServiceCatalog } from './fleet/ServiceCatalog';
export type { WaitingRollout } from './fleet/waitingRollouts';
export type { DeliveryHub } from './hub/DeliveryHub';
export { EventLog } from './hub/EventLog';
export type { StreamMessage } from './hub/EventLog';
export { diffTemplates } from './manifests/diffTemplates';
export {
  hideSecrets,
  hideValue,
  isObject,
  looksSecret,
} from './manifests/hideSecrets';
export type { ObjectReader } from './manifests/ObjectReader';
export { templateOf, templateYaml } from './manifests/podTemplate';
export { readableManifest } from './manifests/readableManifest';
export { RolloutEngines } from './rollouts/RolloutEngines';
export { toYaml } from './manifests/toYaml';
export type { WorkloadFeed } from './workloads/WorkloadFeed';
