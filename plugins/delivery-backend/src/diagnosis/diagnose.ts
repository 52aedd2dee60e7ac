import { finding } from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadScene } from '../cluster/ClusterCache';
import { fold } from './fold';
import { rules } from './rules';

/**
 * What is wrong with a workload, the most certain first, symptoms folded under
 * their cause; pure.
 */
export function diagnose(scene: WorkloadScene): Finding[] {
  return fold(rules.flatMap(rule => rule(scene)).map(finding));
}
