import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadRecord } from '../../kubernetes';
import type { ServiceQuery } from './serviceQuery';

/** How a workload belongs to a service: by its own label or annotation, or only by a selector. */
export function claimOf(
  query: ServiceQuery,
  workload: WorkloadRecord,
): Pick<Workload, 'claim' | 'claimants'> {
  const id = workload.labels[KUBERNETES_ID];
  const { entity } = workload;
  const others = [
    ...(id !== undefined && id !== query.id ? [`${KUBERNETES_ID}=${id}`] : []),
    ...(entity !== undefined && entity !== query.entityRef ? [entity] : []),
  ];
  const isConsenting =
    (id !== undefined && id === query.id) || entity === query.entityRef;
  if (!isConsenting) return { claim: 'selected' };
  return others.length
    ? { claim: 'contested', claimants: [query.entityRef, ...others] }
    : { claim: 'consented' };
}
