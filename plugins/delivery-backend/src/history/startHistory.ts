import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCaches } from '../kubernetes';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { DatabaseTimelineStore } from './DatabaseTimelineStore';
import { HistoryReader } from './HistoryReader';
import { HistoryRecorder } from './HistoryRecorder';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Begins to record what happens in the clusters, and to forget what is too old. */
export async function startHistory(options: {
  knex: Knex;
  scheduler: SchedulerService;
  logger: LoggerService;
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
  clock: Clock;
  keepDays: number;
}): Promise<{ recorder: HistoryRecorder; reader: HistoryReader }> {
  const { knex, scheduler, logger, clock, keepDays } = options;
  const releases = DatabaseReleaseStore.create(knex);
  const timeline = DatabaseTimelineStore.create(knex);
  const keptSince = () =>
    new Date(clock.now() - keepDays * DAY_MS).toISOString();
  await scheduler.scheduleTask({
    id: 'delivery-history-cleanup',
    frequency: { hours: 24 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async () => {
      const before = keptSince();
      const counts = [
        await releases.deleteBefore(before),
        await timeline.deleteBefore(before),
      ];
      logger.info(
        `Deleted ${counts[0]} releases and ${counts[1]} entries of timelines, more than ${keepDays} days old`,
      );
    },
  });
  const stores = { releases, timeline };
  const recorder = HistoryRecorder.create({ ...options, ...stores, keptSince });
  recorder.start();
  return { recorder, reader: HistoryReader.create({ ...options, ...stores }) };
}
