import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { MetricsServiceObservableCallback } from '@backstage/backend-plugin-api/alpha';

/** A metrics service, and everything that was reported to it: names, values and attributes. */
export function recordedMetrics() {
  const reported: unknown[] = [];
  const callbacks: { name: string; read: MetricsServiceObservableCallback }[] =
    [];
  const metrics = metricsServiceMock.mock({
    createCounter: (name, options) => ({
      add: (...values) => reported.push(name, options, values),
    }),
    createObservableGauge: (name, options) => ({
      addCallback: read => {
        reported.push(name, options);
        // The attributes' type is that of the gauge, and all of them are read as JSON.
        callbacks.push({
          name,
          read: read as MetricsServiceObservableCallback,
        });
      },
      removeCallback: () => {},
    }),
  });
  return {
    factory: metrics.factory,
    /** Reads the gauges, and returns everything that was reported so far. */
    async text(): Promise<string> {
      for (const { name, read } of callbacks) {
        await read({ observe: (...values) => reported.push(name, values) });
      }
      return JSON.stringify(reported);
    },
  };
}
