import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type { PodRecord, WorkloadRecord } from '../../kubernetes';
import { fieldOf } from './evidence';
import type { Rule } from './Rule';

/** Finalizers of Kubernetes, which are removed when dependents are deleted. */
const GARBAGE_COLLECTOR = ['foregroundDeletion', 'orphan'];

/** Objects that cannot be deleted because of a finalizer. */
export const termination: Rule = ({ workload, pods }) => [
  ...held(workload),
  ...pods.flatMap(held),
];

function held(record: WorkloadRecord | PodRecord): Observation[] {
  const finalizers = (record.finalizers ?? []).filter(
    finalizer => !GARBAGE_COLLECTOR.includes(finalizer),
  );
  if (!record.deleting || !finalizers.length) return [];
  const { kind, name, deletionTimestamp } = record;
  return [
    {
      rule: 'terminationStuck',
      severity: 'warning',
      certainty: 'certain',
      values: {
        object: `${kind} ${name}`,
        finalizers: finalizers.join(', '),
      },
      evidence: [
        fieldOf(record, {
          field: 'metadata.finalizers',
          value: finalizers.join(', '),
          time: deletionTimestamp,
        }),
      ],
      since: deletionTimestamp,
      pods: kind === 'Pod' ? [name] : [],
    },
  ];
}
