import { z } from 'zod';

/** CPU in thousandths of a core, memory in bytes; absent where nothing is said. @public */
export const resourceAmountsSchema = z.object({
  cpu: z.number().optional(),
  memory: z.number().optional(),
});

/** CPU in thousandths of a core, memory in bytes; absent where nothing is said. @public */
export type ResourceAmounts = z.infer<typeof resourceAmountsSchema>;

/** What one pod of a template asks for and may use, over its containers. @public */
export const podResourcesSchema = z.object({
  /** What the scheduler keeps free for it */
  requests: resourceAmountsSchema,
  /** More is throttled (CPU) or ends a container (memory); absent where a container may use all there is */
  limits: resourceAmountsSchema,
});

/** What one pod of a template asks for and may use, over its containers. @public */
export type PodResources = z.infer<typeof podResourcesSchema>;

/** What one pod used when it was measured: CPU in thousandths of a core, memory in bytes. @public */
export const podUsageSchema = z.object({ cpu: z.number(), memory: z.number() });

/** What one pod used when it was measured. @public */
export type PodUsage = z.infer<typeof podUsageSchema>;

/** Whether use was measured; `message` says why not. @public */
export const measurementSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('measured'),
    /** ISO time at which the cluster gave the figures */
    at: z.string(),
  }),
  z.object({ state: z.literal('failed'), message: z.string() }),
]);

/** Whether use was measured; see {@link measurementSchema}. @public */
export type Measurement = z.infer<typeof measurementSchema>;

/** A HorizontalPodAutoscaler of a workload. @public */
export const autoscalerSchema = z.object({
  name: z.string(),
  min: z.number().int(),
  max: z.number().int(),
  /** Pods that it counted last */
  current: z.number().int(),
  /** Pods that it wants */
  desired: z.number().int(),
  /** ISO time at which it last changed their number */
  scaledAt: z.string().optional(),
  metrics: z.array(
    z.object({
      /** Such as `cpu`, or the name of a custom metric */
      name: z.string(),
      /** The container or the object that it is measured of, where it is not all of the pod */
      of: z.string().optional(),
      /** Such as `72 %` or `120m`; absent where it cannot be measured */
      current: z.string().optional(),
      /** What it holds the metric at, alike */
      target: z.string(),
    }),
  ),
});

/** A HorizontalPodAutoscaler of a workload. @public */
export type Autoscaler = z.infer<typeof autoscalerSchema>;

/** What several pods used of one resource, in the unit of {@link PodUsage}. @public */
export interface UsageSummary {
  /** Pods that were measured */
  pods: number;
  /** Of the pod in the middle */
  median: number;
  /** Of the pod that used most */
  max: number;
  /** The name of that pod */
  maxPod: string;
}

/** Sums up what pods used; undefined where none was measured. @public */
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
