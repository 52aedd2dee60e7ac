import { projectDeployment } from '../projection/workloads';
import type { DeploymentRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { workloadIndexes } from './workloadIndexes';

export const deploymentKind: WatchedKind<DeploymentRecord> = {
  kind: 'Deployment',
  resource: 'deployments',
  path: '/apis/apps/v1/deployments',
  project: projectDeployment,
  indexBy: workloadIndexes,
};
