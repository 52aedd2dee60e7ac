import { mockServices } from '@backstage/backend-test-utils';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../Clock';
import { Clusters } from '../cluster/Clusters';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';

/** Clusters that nobody reads: a test puts into their caches what they would say. */
export function unreadClusters(options: {
  environments: EnvironmentConfig[];
  clock: Clock;
  logger?: LoggerService;
}): Clusters {
  const { environments, clock, logger = mockServices.logger.mock() } = options;
  return Clusters.create({
    engines: [],
    access: {
      listClusters: async () => [],
      get: async () => {
        throw new Error('not started in this test');
      },
    },
    environments,
    observer: () => ({ listed() {}, received() {}, skipped() {} }),
    clock,
    random: () => 0,
    logger,
  });
}
