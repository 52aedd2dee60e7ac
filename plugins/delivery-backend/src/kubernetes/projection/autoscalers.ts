import { z } from 'zod';
import type { AutoscalerRecord } from './relatedRecords';
import { parseQuantity } from './quantity';
import {
  conditionsSchema,
  metadataSchema,
  objectIdentity,
} from './objectSchema';

const count = z.number().int().default(0);
const MI = 2 ** 20;

const valueSchema = z
  .object({
    averageUtilization: z.number().nullish(),
    averageValue: z.string().nullish(),
    value: z.string().nullish(),
  })
  .prefault({});

const measured = { target: valueSchema, current: valueSchema };
const resourceSchema = z.object({ name: z.string(), ...measured });
const metricSchema = z.object({ metric: z.object({ name: z.string() }) });

const metricsSchema = z
  .array(
    z.object({
      resource: resourceSchema.optional(),
      containerResource: resourceSchema
        .extend({ container: z.string() })
        .optional(),
      pods: metricSchema.extend(measured).optional(),
      external: metricSchema.extend(measured).optional(),
      object: metricSchema
        .extend({
          ...measured,
          describedObject: z.object({ kind: z.string(), name: z.string() }),
        })
        .optional(),
    }),
  )
  .nullish()
  .transform(metrics => metrics ?? []);

type RawMetric = z.infer<typeof metricsSchema>[number];
type Metric = Pick<
  AutoscalerRecord['metrics'][number],
  'name' | 'of' | 'target' | 'current'
>;

const autoscalerSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().int().default(1),
    maxReplicas: z.number().int(),
    metrics: metricsSchema,
  }),
  status: z
    .object({
      currentReplicas: count,
      desiredReplicas: count,
      lastScaleTime: z.string().nullish(),
      currentMetrics: metricsSchema,
      conditions: conditionsSchema,
    })
    .prefault({}),
});

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export function projectAutoscaler(object: unknown): AutoscalerRecord {
  const { metadata, spec, status } = autoscalerSchema.parse(object);
  const { kind, name } = spec.scaleTargetRef;
  const current = status.currentMetrics.flatMap(metric => {
    const read = readMetric(metric);
    return read ? { key: keyOf(read), value: read.current } : [];
  });
  return {
    kind: 'HorizontalPodAutoscaler',
    ...objectIdentity(metadata),
    createdAt: metadata.creationTimestamp,
    target: { kind, name },
    min: spec.minReplicas,
    max: spec.maxReplicas,
    current: status.currentReplicas,
    desired: status.desiredReplicas,
    scaledAt: status.lastScaleTime ?? undefined,
    metrics: spec.metrics.flatMap(asked => {
      const metric = readMetric(asked);
      if (!metric) return [];
      const found = current.find(({ key }) => key === keyOf(metric));
      return {
        name: metric.name,
        of: metric.of,
        target: textOf(metric.name, metric.target, metric.target) ?? '',
        // In the unit of the target; both units have the same meaning.
        current: found && textOf(metric.name, found.value, metric.target),
      };
    }),
    conditions: status.conditions,
  };
}

type Value = z.infer<typeof valueSchema>;

/** A metric of a known type; undefined for a type of a newer Kubernetes. */
function readMetric(
  metric: RawMetric,
): { name: string; of?: string; target: Value; current: Value } | undefined {
  const { resource, containerResource, pods, external, object } = metric;
  if (resource) return resource;
  if (containerResource) {
    const { container, ...rest } = containerResource;
    return { ...rest, of: container };
  }
  const custom = pods ?? external ?? object;
  if (!custom) return undefined;
  const { target, current } = custom;
  const of = object?.describedObject;
  return {
    name: custom.metric.name,
    ...(of && { of: `${of.kind} ${of.name}` }),
    target,
    current,
  };
}

function keyOf({ name, of }: Pick<Metric, 'name' | 'of'>): string {
  return JSON.stringify([name, of]);
}

/** A percentage, or a quantity. */
function textOf(name: string, value: Value, unit: Value): string | undefined {
  const { averageUtilization } = value;
  if (isSet(unit.averageUtilization)) {
    return isSet(averageUtilization) ? `${averageUtilization} %` : undefined;
  }
  const quantity = isSet(unit.averageValue) ? value.averageValue : value.value;
  if (!isSet(quantity)) return undefined;
  const bytes = name === 'memory' ? parseQuantity(quantity) : undefined;
  return bytes === undefined ? quantity : `${Math.round(bytes / MI)}Mi`;
}

function isSet<T>(part: T): part is NonNullable<T> {
  return part !== undefined && part !== null;
}
