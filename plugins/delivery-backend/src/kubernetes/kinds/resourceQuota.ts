import { projectQuota } from '../projection/policies';
import type { QuotaRecord } from '../projection/relatedRecords';
import { kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const resourceQuotaKind: WatchedKind<QuotaRecord> = {
  kind: 'ResourceQuota',
  resource: 'resourcequotas',
  path: '/api/v1/resourcequotas',
  project: projectQuota,
  indexBy: { namespace: kindInNamespace },
  // A quota changes with every pod of the namespace. It only explains a
  // workload that has fewer pods than it asks for.
  relatesTo: (_quota, { created, desired }) => created < desired,
};
