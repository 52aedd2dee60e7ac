// Loaded before anything else, so that whoever makes a metric finds where it
// goes: /metrics, in Prometheus' format, by OpenTelemetry's own variables.
const { metrics } = require('@opentelemetry/api');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { isMainThread } = require('node:worker_threads');

// Node requires it in the thread that loads modules too, which has no metrics.
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
