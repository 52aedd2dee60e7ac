import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ClusterCaches, ClusterObserver } from '../kubernetes';
import type { HistoryRecorder } from '../history';

/** Metrics that the plugin reports. */
export interface DeliveryMetrics {
  observer: ClusterObserver;
  onDrop: () => void;
  /** Starts to report the metrics that are read on demand */
  observe(sources: {
    clusters: ClusterCaches;
    /** Number of open streams */
    viewers: () => number;
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
    observe: ({ clusters, viewers, recorder, now }) => {
      metrics
        .createObservableGauge('delivery.stream.viewers', {
          description: 'Open streams',
        })
        .addCallback(result => result.observe(viewers()));
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
