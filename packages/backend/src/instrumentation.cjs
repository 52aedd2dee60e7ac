// Has to be loaded first, so that all metrics use this exporter. It serves them at
// /metrics in Prometheus' format; OpenTelemetry's own variables configure it.
const { metrics } = require('@opentelemetry/api');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { isMainThread } = require('node:worker_threads');

// Node also loads this file in the module loader thread, which has no metrics.
if (isMainThread) {
  metrics.setGlobalMeterProvider(
    new MeterProvider({
      readers: [
        new PrometheusExporter({
          host: process.env.OTEL_EXPORTER_PROMETHEUS_HOST ?? '127.0.0.1',
          port: Number(process.env.OTEL_EXPORTER_PROMETHEUS_PORT ?? 9464),
        }),
      ],
    }),
  );
}
