import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { ObjectRecord } from '../projection/records';

/** Indexes of what can belong to a service: workloads, CronJobs and Jobs. */
export const claimIndexes = {
  id: ({ labels }: Pick<ObjectRecord, 'labels'>) => labels[KUBERNETES_ID],
  entity: ({ entity }: { entity?: string }) => entity,
};

/** Indexes of a workload. */
export const workloadIndexes = {
  ...claimIndexes,
  namespace: ({ namespace }: Pick<ObjectRecord, 'namespace'>) => namespace,
};

/** Indexes of an object that another one controls. */
export const ownedIndexes = {
  owner: ({ ownerUid }: Pick<ObjectRecord, 'ownerUid'>) => ownerUid,
};
