import { projectPvc } from '../projection/policies';
import type { PvcRecord } from '../projection/relatedRecords';
import { kindAndName, kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const persistentVolumeClaimKind: WatchedKind<PvcRecord> = {
  kind: 'PersistentVolumeClaim',
  resource: 'persistentvolumeclaims',
  path: '/api/v1/persistentvolumeclaims',
  project: projectPvc,
  indexBy: { namespace: kindInNamespace, name: kindAndName },
  relatesTo: ({ name }, _workload, podsOf) =>
    podsOf().some(pod => pod.claims?.includes(name)),
};
