import type {
  DatabaseService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '../Clock';
import type { Clusters } from '../cluster/Clusters';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { ReleaseReader } from './ReleaseReader';
import { ReleaseRecorder } from './ReleaseRecorder';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Begins to record what happens in the clusters, and to forget what is too old. */
export async function startHistory(options: {
  database: DatabaseService;
  scheduler: SchedulerService;
  logger: LoggerService;
  clusters: Clusters;
  environments: EnvironmentConfig[];
  clock: Clock;
  keepDays: number;
}): Promise<{ recorder: ReleaseRecorder; releases: ReleaseReader }> {
  const { scheduler, logger, clock, keepDays } = options;
  const store = await DatabaseReleaseStore.create(options.database);
  const keptSince = () =>
    new Date(clock.now() - keepDays * DAY_MS).toISOString();
  await scheduler.scheduleTask({
    id: 'delivery-history-cleanup',
    frequency: { hours: 24 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async () => {
      const count = await store.deleteBefore(keptSince());
      logger.info(
        `Deleted ${count} releases that began more than ${keepDays} days ago`,
      );
    },
  });
  const recorder = ReleaseRecorder.create({ ...options, store, keptSince });
  recorder.start();
  return { recorder, releases: ReleaseReader.create({ ...options, store }) };
}
