import { finding } from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadSnapshot } from '../../kubernetes';
import { fold } from './fold';
import { rules } from './rules';

/**
 * What is wrong with a workload, the most certain first, symptoms folded under
 * their cause; pure.
 */
export function diagnose(snapshot: WorkloadSnapshot): Finding[] {
  return fold(rules.flatMap(rule => rule(snapshot)).map(finding));
}
