import type {
  HealthStatus,
  JobRunState,
} from '@fairway/backstage-plugin-delivery-common';

/** Health status that stands for each state of a job run. */
export const jobRunHealth = {
  running: 'progressing',
  succeeded: 'healthy',
  failed: 'degraded',
  suspended: 'suspended',
} as const satisfies Record<JobRunState, HealthStatus>;
