import { finding } from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadSnapshot } from '../../kubernetes';
import { fold } from './fold';
import { rules } from './rules';

/**
 * Findings of a workload, the most certain first, with symptoms under their cause;
 * pure.
 */
export function diagnose(snapshot: WorkloadSnapshot): Finding[] {
  return fold(rules.flatMap(rule => rule(snapshot)).map(finding));
}
