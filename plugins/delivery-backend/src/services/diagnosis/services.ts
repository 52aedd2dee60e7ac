import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import { fieldOf } from './evidence';
import { endpointsOf, isBehind } from './probes';
import type { Rule } from './Rule';

/** Services without endpoints. */
export const services: Rule = snapshot => {
  const { workload, relatedObjects } = snapshot;
  if (workload.desired === 0) return [];
  return relatedObjects.services.flatMap((entry): Observation[] => {
    const { service, ready, notReady } = entry;
    if (ready > 0) return [];
    const base = {
      severity: 'critical' as const,
      evidence: [endpointsOf(entry)],
      pods: [],
    };
    if (isBehind(service, snapshot)) {
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
        certainty: 'certain',
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
