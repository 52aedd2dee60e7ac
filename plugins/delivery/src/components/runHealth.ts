import type {
  HealthStatus,
  JobRunState,
} from '@fairway/backstage-plugin-delivery-common';

/** Runs look like workloads that are as they are. */
export const runHealth = {
  running: 'progressing',
  succeeded: 'healthy',
  failed: 'degraded',
  suspended: 'suspended',
} as const satisfies Record<JobRunState, HealthStatus>;
