export { buildBinaries } from './binaries.ts';
export { adminKubeconfig } from './clusterFiles.ts';
export {
  bindActRights,
  clusterAccess,
  clusterDown,
  clusterUp,
  expireHistory,
  isHealthy,
  partDown,
  partUp,
} from './clusters.ts';
export { kubectl } from './kubectl.ts';
export { clusterNames, clusterPorts, partNames } from './ports.ts';
export type { ClusterName, PartName } from './ports.ts';
