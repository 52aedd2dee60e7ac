import { finding } from '@fairway/backstage-plugin-delivery-common';
import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import { fold } from './fold';
import type { DiagnosedWorkload } from './Rule';
import { rules } from './rules';

/**
 * Findings of a workload, the most certain first, with symptoms under their cause;
 * pure.
 */
export function diagnose(snapshot: DiagnosedWorkload): Finding[] {
  return fold(rules.flatMap(rule => rule(snapshot)).map(finding));
}
