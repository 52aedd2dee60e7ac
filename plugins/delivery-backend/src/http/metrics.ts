import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ClusterCaches, ClusterObserver } from '../kubernetes';
import type { Limits } from '../config';
import type { HistoryRecorder } from '../history';

/** Metrics that the plugin reports. */
export interface DeliveryMetrics {
  observer: ClusterObserver;
  onDrop: () => void;
  /** Counts a request over a limit of its person */
  onReject: (limit: keyof Limits) => void;
  /** Starts to report the metrics that are read on demand */
  observe(sources: {
    clusters: ClusterCaches;
    /** Number of open streams */
    viewers: () => number;
    /** Number of topics in memory */
    topics: () => number;
    /** Number of jobs of CI servers in memory */
    jobs: () => number;
    recorder: HistoryRecorder;
    now: () => number;
  }): void;
}

/** Creates the plugin's OpenTelemetry metrics. */
export function createDeliveryMetrics(
  metrics: MetricsService,
): DeliveryMetrics {
  const lists = metrics.createCounter('delivery.reflector.lists', {
    description: 'Complete lists of a kind; more than one means a relist',
  });
  const events = metrics.createCounter('delivery.reflector.events', {
    description: 'Watch events received',
  });
  const skipped = metrics.createCounter('delivery.reflector.skipped', {
    description: 'Objects left out because they do not look like their kind',
  });
  const drops = metrics.createCounter('delivery.stream.drops', {
    description: 'Connections closed because the client reads too slowly',
  });
  const rejections = metrics.createCounter('delivery.limits.rejections', {
    description: 'Requests over a limit of one person, by limit',
  });
  return {
    observer: (cluster, resource) => {
      const attributes = { cluster, resource };
      return {
        listed: () => lists.add(1, attributes),
        received: () => events.add(1, attributes),
        skipped: () => skipped.add(1, attributes),
      };
    },
    onDrop: () => drops.add(1),
    onReject: limit => rejections.add(1, { limit }),
    observe: ({ clusters, viewers, topics, jobs, recorder, now }) => {
      metrics
        .createObservableGauge('delivery.stream.viewers', {
          description: 'Open streams',
        })
        .addCallback(result => result.observe(viewers()));
      metrics
        .createObservableGauge('delivery.stream.topics', {
          description:
            'Topics in memory: those with viewers, and for a minute those without',
        })
        .addCallback(result => result.observe(topics()));
      metrics
        .createObservableGauge('delivery.pipelines.jobs', {
          description:
            'Jobs of CI servers in memory, until ten minutes after their last use',
        })
        .addCallback(result => result.observe(jobs()));
      metrics
        .createObservableGauge('delivery.history.waiting', {
          description:
            'Workloads whose releases wait to be recorded; grows while the database is away',
        })
        .addCallback(result => result.observe(recorder.waiting()));
      metrics
        .createObservableGauge('delivery.cluster.synced', {
          description:
            '1 while all that is watched of a cluster is synced, else 0',
        })
        .addCallback(result =>
          clusters.all().forEach((cache, cluster) =>
            result.observe(cache.sync().state === 'synced' ? 1 : 0, {
              cluster,
            }),
          ),
        );
      metrics
        .createObservableGauge('delivery.cluster.lag', {
          description: 'How long a cluster has not been synced; 0 while it is',
          unit: 's',
        })
        .addCallback(result =>
          clusters.all().forEach((cache, cluster) => {
            const { state, since } = cache.sync();
            const lag =
              state === 'synced' ? 0 : (now() - Date.parse(since)) / 1000;
            result.observe(lag, { cluster });
          }),
        );
      metrics
        .createObservableGauge('delivery.cache.records', {
          description: 'Records held, by cluster and kind',
        })
        .addCallback(result =>
          clusters
            .all()
            .forEach((cache, cluster) =>
              cache
                .counts()
                .forEach((count, kind) =>
                  result.observe(count, { cluster, kind }),
                ),
            ),
        );
    },
  };
}
