import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  PodUsage,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterAccess } from '../access/ClusterAccess';
import { parseQuantity } from '../projection/quantity';
import { ClusterAnswerError, answerError } from './ClusterAnswerError';
import { readText } from './readText';

const RESOURCE = 'pods.metrics.k8s.io';
const SILENCE_LIMIT_MS = 10_000;

const podMetricsSchema = z.object({
  items: z
    .array(
      z.object({
        metadata: z.object({ name: z.string() }),
        containers: z
          .array(z.object({ usage: z.record(z.string(), z.string()) }))
          .default([]),
      }),
    )
    .nullable(),
});

/**
 * Resource usage of the pods of a namespace, by name, from the metrics server.
 *
 * @throws ClusterAnswerError when the cluster has no metrics server, or refuses
 * @throws ClusterUnreachableError when it does not answer
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/
 */
export async function readPodUsage(options: {
  access: ClusterAccess;
  clock: Clock;
  cluster: string;
  namespace: string;
  signal: AbortSignal;
}): Promise<Map<string, PodUsage>> {
  const { access, cluster, namespace } = options;
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const answer = await readText(
    { ...options, silenceLimitMs: SILENCE_LIMIT_MS },
    signal => access.get(cluster, { path, signal }),
  );
  if (answer.status === 404) {
    throw new ClusterAnswerError(
      clusterProblem('noMetricsServer', { cluster, resource: RESOURCE }),
    );
  }
  if (answer.status !== 200) {
    throw answerError({ cluster, resource: RESOURCE, ...answer });
  }
  const { items } = parse(cluster, answer.text);
  return new Map(
    (items ?? []).map(({ metadata, containers }) => [
      metadata.name,
      {
        cpu: Math.round(total(containers, 'cpu') * 1000),
        memory: total(containers, 'memory'),
      },
    ]),
  );
}

function parse(cluster: string, text: string) {
  try {
    return podMetricsSchema.parse(JSON.parse(text));
  } catch {
    throw new ClusterAnswerError(
      clusterProblem('notMetrics', { cluster, resource: RESOURCE }),
    );
  }
}

function total(
  containers: { usage: Record<string, string> }[],
  name: string,
): number {
  return containers.reduce(
    (sum, { usage }) => sum + (parseQuantity(usage[name] ?? '') ?? 0),
    0,
  );
}
