import { projectReplicaSet } from '../projection/revisions';
import type { RevisionRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { ownedIndexes } from './workloadIndexes';

export const replicaSetKind: WatchedKind<RevisionRecord> = {
  kind: 'ReplicaSet',
  resource: 'replicasets',
  path: '/apis/apps/v1/replicasets',
  project: projectReplicaSet,
  indexBy: ownedIndexes,
};
