import { z } from 'zod';
import type { ConditionRecord, ObjectRecord } from './records';

const texts = z.record(z.string(), z.string());

/** The part of an object's metadata that we read. */
export const metadataSchema = z.object({
  uid: z.string(),
  name: z.string(),
  namespace: z.string(),
  generation: z.number().optional(),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).default([]),
  labels: texts.default({}),
  annotations: texts.default({}),
  ownerReferences: z
    .array(
      z.object({
        kind: z.string(),
        uid: z.string(),
        controller: z.boolean().optional(),
      }),
    )
    .default([]),
  managedFields: z
    .array(
      z.object({
        manager: z.string().optional(),
        time: z.string().optional(),
        subresource: z.string().optional(),
        fieldsV1: z.unknown(),
      }),
    )
    .default([]),
});

/** @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#objectmeta-v1-meta */
export type Metadata = z.infer<typeof metadataSchema>;

// An annotation is free text: what is no number counts as none.
const revisionNumberSchema = z.coerce.number().int().catch(0);

/** The number that a Deployment's controller gave to it or a ReplicaSet; 0 for none. */
export function revisionNumber({ annotations }: Metadata): number {
  return revisionNumberSchema.parse(
    annotations['deployment.kubernetes.io/revision'] ??
      annotations['rollout.argoproj.io/revision'],
  );
}

export const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      message: z.string().optional(),
      lastUpdateTime: z.string().nullish(),
      lastTransitionTime: z.string().nullish(),
    }),
  )
  .default([]) satisfies z.ZodType<ConditionRecord[]>;

/** What the metadata of a pod says; its labels are of no use, and many. */
export function projectPodMetadata(
  metadata: Metadata,
): Omit<ObjectRecord, 'labels'> {
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    createdAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
    ownerUid: metadata.ownerReferences.find(owner => owner.controller)?.uid,
    ...(metadata.deletionTimestamp !== undefined && {
      deletionTimestamp: metadata.deletionTimestamp,
      finalizers: metadata.finalizers,
    }),
  };
}

export function projectMetadata(metadata: Metadata): ObjectRecord {
  return { ...projectPodMetadata(metadata), labels: metadata.labels };
}

/** What names an object. */
export function objectIdentity({
  uid,
  name,
  namespace,
}: Metadata): Pick<Metadata, 'uid' | 'name' | 'namespace'> {
  return { uid, name, namespace };
}
