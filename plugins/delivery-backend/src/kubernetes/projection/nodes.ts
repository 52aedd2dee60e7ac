import { z } from 'zod';
import type { NodeRecord } from './relatedRecords';
import { conditionsSchema } from './objectSchema';

const nodeSchema = z.object({
  metadata: z.object({ uid: z.string(), name: z.string() }),
  spec: z
    .object({
      unschedulable: z.boolean().default(false),
      taints: z
        .array(
          z.object({
            key: z.string(),
            value: z.string().optional(),
            effect: z.string(),
          }),
        )
        .default([]),
    })
    .prefault({}),
  status: z.object({ conditions: conditionsSchema }).prefault({}),
});

/** Record of a node: whether pods can run on it; no heartbeats and no images. */
export function projectNode(object: unknown): NodeRecord {
  const { metadata, spec, status } = nodeSchema.parse(object);
  const ready = status.conditions.find(c => c.type === 'Ready');
  return {
    kind: 'Node',
    uid: metadata.uid,
    name: metadata.name,
    // A node has no namespace.
    namespace: '',
    ready: ready?.status ?? 'Unknown',
    reason: ready?.reason,
    message: ready?.message,
    since: ready?.lastTransitionTime ?? undefined,
    unschedulable: spec.unschedulable,
    taints: spec.taints.map(({ key, value, effect }) =>
      value ? `${key}=${value}:${effect}` : `${key}:${effect}`,
    ),
  };
}
