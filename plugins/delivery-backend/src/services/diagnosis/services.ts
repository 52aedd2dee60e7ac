import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import { fieldOf } from './evidence';
import { endpointsOf, isBehind } from './probes';
import { isRecent } from './grace';
import { activePods } from './podObservations';
import { podWait } from './podWaits';
import type { Rule } from './Rule';

/** Services without endpoints. */
export const services: Rule = snapshot => {
  const { workload, relatedObjects, now } = snapshot;
  if (workload.desired === 0) return [];
  const areWaiting = activePods(snapshot).every(pod =>
    podWait(pod, snapshot, now),
  );
  return relatedObjects.services.flatMap((entry): Observation[] => {
    const { service, ready, notReady, draining } = entry;
    if (ready > 0 || draining > 0) return [];
    const isNew =
      isRecent(workload.createdAt, 'service', now) ||
      isRecent(service.createdAt, 'service', now);
    const base = {
      // Nothing is wrong yet while all pods wait for something that is known.
      severity: areWaiting ? ('info' as const) : ('critical' as const),
      evidence: [endpointsOf(entry)],
      pods: [],
    };
    if (isBehind(service, snapshot)) {
      if (isNew) return [];
      return [
        {
          ...base,
          rule: 'serviceWithoutEndpoints',
          certainty: 'likely',
          values: { service: service.name },
        },
      ];
    }
    if (notReady > 0) return [];
    return [
      {
        ...base,
        rule: 'serviceMatchesNothing',
        severity: 'critical',
        // Only the name says that the Service belongs to the workload.
        certainty: 'likely',
        values: { service: service.name, workload: workload.name },
        evidence: [
          fieldOf(service, {
            field: 'spec.selector',
            value: labelText(service.selector ?? {}),
          }),
          fieldOf(workload, {
            field: 'spec.template.metadata.labels',
            value: labelText(workload.podLabels),
          }),
          ...base.evidence,
        ],
        since: service.createdAt,
      },
    ];
  });
};

function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
