import { projectStatefulSet } from '../projection/workloads';
import type { StatefulSetRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { workloadIndexes } from './workloadIndexes';

export const statefulSetKind: WatchedKind<StatefulSetRecord> = {
  kind: 'StatefulSet',
  resource: 'statefulsets',
  path: '/apis/apps/v1/statefulsets',
  project: projectStatefulSet,
  indexBy: workloadIndexes,
};
