export { binary, buildBinaries } from './binaries.ts';
export type { Binary } from './binaries.ts';
export { adminKubeconfig, clusterFiles } from './clusterFiles.ts';
export {
  clusterAccess,
  clusterDown,
  clusterUp,
  isHealthy,
  partDown,
  partUp,
} from './clusters.ts';
export { kubectl } from './kubectl.ts';
export { clusterNames, clusterPorts, partNames } from './ports.ts';
export type { ClusterName, PartName } from './ports.ts';
