import { analysisPhaseSchema } from '@fairway/backstage-plugin-delivery-common';
import type { Analysis } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const KEPT_MEASUREMENTS = 5;
const phase = analysisPhaseSchema.catch('Pending').default('Pending');

const analysisRunSchema = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z
    .object({
      metrics: z.array(z.object({ name: z.string() })).default([]),
    })
    .prefault({}),
  status: z
    .object({
      phase,
      message: z.string().optional(),
      metricResults: z
        .array(
          z.object({
            name: z.string(),
            phase,
            message: z.string().optional(),
            measurements: z
              .array(
                z.object({
                  phase,
                  value: z.string().optional(),
                  finishedAt: z.string().nullish(),
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

/** What is kept of an AnalysisRun. */
export interface AnalysisRun {
  type: 'analysis';
  /** Of the revision that it measures */
  hash?: string;
  analysis: Analysis;
}

/**
 * Reads an AnalysisRun.
 * @throws ZodError when it does not look like one
 */
export function projectAnalysisRun(object: unknown): AnalysisRun {
  const { metadata, spec, status } = analysisRunSchema.parse(object);
  const results = status.metricResults;
  // A metric has no result before its first measurement.
  const pending = spec.metrics.filter(
    ({ name }) => !results.some(result => result.name === name),
  );
  return {
    type: 'analysis',
    hash: metadata.labels['rollouts-pod-template-hash'],
    analysis: {
      name: metadata.name,
      phase: status.phase,
      message: status.message || undefined,
      startedAt: metadata.creationTimestamp,
      metrics: [
        ...results.map(result => ({
          name: result.name,
          phase: result.phase,
          message: result.message || undefined,
          measurements: result.measurements
            .slice(-KEPT_MEASUREMENTS)
            .map(({ phase: of, value, finishedAt }) => ({
              at: finishedAt ?? undefined,
              phase: of,
              value,
            })),
        })),
        ...pending.map(({ name }) => ({
          name,
          phase: 'Pending' as const,
          measurements: [],
        })),
      ],
    },
  };
}
