import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCaches } from '../kubernetes';
import type { EnvironmentConfig } from '../config';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { DatabaseTimelineStore } from './DatabaseTimelineStore';
import { HistoryReader } from './HistoryReader';
import { HistoryRecorder } from './HistoryRecorder';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Records of releases and timeline events. */
export interface History {
  recorder: HistoryRecorder;
  reader: HistoryReader;
}

/**
 * Starts to record what happens in the clusters, and schedules the deletion of
 * old records.
 */
export async function createHistory(options: {
  knex: Knex;
  scheduler: SchedulerService;
  logger: LoggerService;
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
  clock: Clock;
  keepDays: number;
}): Promise<History> {
  const { scheduler, logger, clusters, environments, clock, keepDays } =
    options;
  const releases = DatabaseReleaseStore.create(options.knex);
  const timeline = DatabaseTimelineStore.create(options.knex);
  const keptSince = () =>
    new Date(clock.now() - keepDays * DAY_MS).toISOString();
  await scheduler.scheduleTask({
    id: 'delivery-history-cleanup',
    frequency: { hours: 24 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async () => {
      const before = keptSince();
      const deletedReleases = await releases.deleteBefore(before);
      const deletedEvents = await timeline.deleteBefore(before);
      logger.info(
        `Deleted ${deletedReleases} releases and ${deletedEvents} timeline events older than ${keepDays} days`,
      );
    },
  });
  const recorder = HistoryRecorder.create({
    clusters,
    environments,
    releases,
    timeline,
    clock,
    keptSince,
    logger,
  });
  recorder.start();
  const reader = HistoryReader.create({ releases, timeline, environments });
  return { recorder, reader };
}
