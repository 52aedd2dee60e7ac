import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';

/** Amounts of CPU in millicores and memory in bytes; absent if not specified. @public */
export const resourceAmountsSchema = z.object({
  cpu: z.number().optional(),
  memory: z.number().optional(),
});

/** Amounts of CPU in millicores and memory in bytes; absent if not specified. @public */
export type ResourceAmounts = z.infer<typeof resourceAmountsSchema>;

/** Resource requests and limits of one pod of a template, summed over its containers. @public */
export const podResourcesSchema = z.object({
  /** Amounts that the scheduler reserves for the pod */
  requests: resourceAmountsSchema,
  /** Maximum amounts; an amount is absent if a container has no limit */
  limits: resourceAmountsSchema,
});

/** Resource requests and limits of one pod of a template, summed over its containers. @public */
export type PodResources = z.infer<typeof podResourcesSchema>;

/** Measured resource usage of one pod: CPU in millicores, memory in bytes. @public */
export const podUsageSchema = z.object({ cpu: z.number(), memory: z.number() });

/** Measured resource usage of one pod; see {@link podUsageSchema}. @public */
export type PodUsage = z.infer<typeof podUsageSchema>;

/** Whether resource usage was measured; `problem` says why not. @public */
export const measurementSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('measured'),
    /** ISO time of the measurement in the cluster */
    at: z.string(),
  }),
  z.object({ state: z.literal('failed'), problem: codedMessageSchema }),
]);

/** Whether resource usage was measured; see {@link measurementSchema}. @public */
export type Measurement = z.infer<typeof measurementSchema>;

/** A HorizontalPodAutoscaler of a workload. @public */
export const autoscalerSchema = z.object({
  name: z.string(),
  min: z.number().int(),
  max: z.number().int(),
  /** Current number of pods, as the autoscaler last observed it */
  current: z.number().int(),
  /** Desired number of pods */
  desired: z.number().int(),
  /** ISO time at which it last scaled the workload */
  scaledAt: z.string().optional(),
  metrics: z.array(
    z.object({
      /** Name of the metric: `cpu`, or a custom metric */
      name: z.string(),
      /** Container or object that is measured; absent if it is the whole pod */
      of: z.string().optional(),
      /** Current value, such as `72 %` or `120m`; absent if it cannot be measured */
      current: z.string().optional(),
      /** Target value, in the same form */
      target: z.string(),
    }),
  ),
});

/** A HorizontalPodAutoscaler of a workload. @public */
export type Autoscaler = z.infer<typeof autoscalerSchema>;

/** Usage of one resource by several pods, in the units of {@link PodUsage}. @public */
export interface UsageSummary {
  /** Number of pods that were measured */
  pods: number;
  /** Median of the pods' usage */
  median: number;
  /** Highest usage of a pod */
  max: number;
  /** Name of the pod with the highest usage */
  maxPod: string;
}

/** Summarizes the usage of pods; undefined if none was measured. @public */
export function summarizeUsage(
  pods: { name: string; usage?: PodUsage }[],
  resource: keyof PodUsage,
): UsageSummary | undefined {
  const measured = pods
    .flatMap(({ name, usage }) =>
      usage ? { name, value: usage[resource] } : [],
    )
    .sort((a, b) => a.value - b.value);
  const most = measured.at(-1);
  if (!most) return undefined;
  return {
    pods: measured.length,
    median: measured[Math.floor((measured.length - 1) / 2)].value,
    max: most.value,
    maxPod: most.name,
  };
}
