import { mockServices } from '@backstage/backend-test-utils';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { watchedClusters } from '../config';
import { ClusterCaches } from '../kubernetes';
import type { EnvironmentConfig } from '../config';

/** Caches of clusters that are not read: a test puts records into them. */
export function emptyClusters(options: {
  environments: EnvironmentConfig[];
  clock: Clock;
  logger?: LoggerService;
}): ClusterCaches {
  const { environments, clock, logger = mockServices.logger.mock() } = options;
  return ClusterCaches.create({
    engines: [],
    access: {
      listClusters: async () => [],
      get: async () => {
        throw new Error('not started in this test');
      },
    },
    clusters: watchedClusters(environments),
    observer: () => ({ listed() {}, received() {}, skipped() {} }),
    clock,
    random: () => 0,
    logger,
  });
}
