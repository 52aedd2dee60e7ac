import { projectControllerRevision } from '../projection/revisions';
import type { RevisionRecord } from '../projection/records';
import type { WatchedKind } from './WatchedKind';
import { ownedIndexes } from './workloadIndexes';

export const controllerRevisionKind: WatchedKind<RevisionRecord> = {
  kind: 'ControllerRevision',
  resource: 'controllerrevisions',
  path: '/apis/apps/v1/controllerrevisions',
  project: projectControllerRevision,
  indexBy: ownedIndexes,
};
