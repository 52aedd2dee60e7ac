import { projectDaemonSet } from '../projection/workloads';
import type { DaemonSetRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { workloadIndexes } from './workloadIndexes';

export const daemonSetKind: WatchedKind<DaemonSetRecord> = {
  kind: 'DaemonSet',
  resource: 'daemonsets',
  path: '/apis/apps/v1/daemonsets',
  project: projectDaemonSet,
  indexBy: workloadIndexes,
};
