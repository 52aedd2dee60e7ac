import { z } from 'zod';
import type { ConditionRecord, ObjectRecord } from './records';

const texts = z.record(z.string(), z.string());

/** Metadata that records use. */
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

// An annotation is free text: one that is not a number counts as missing.
const revisionNumberSchema = z.coerce.number().int().catch(0);

/** Annotation with the revision number, by the kind of the controller that sets it. */
const REVISION_ANNOTATIONS: Record<string, string> = {
  Deployment: 'deployment.kubernetes.io/revision',
  Rollout: 'rollout.argoproj.io/revision',
};

/**
 * Revision number of a Deployment, or of a ReplicaSet by the kind of its controller; 0 for
 * none. A controller copies the annotations of its workload, also those that another
 * controller has set.
 */
export function revisionNumber({
  annotations,
  ownerReferences,
}: Metadata): number {
  const owner = ownerReferences.find(({ controller }) => controller);
  const name = REVISION_ANNOTATIONS[owner?.kind ?? 'Deployment'];
  return revisionNumberSchema.parse(name && annotations[name]);
}

/** Whether a Deployment controls an object. */
export function isOfDeployment({ ownerReferences }: Metadata): boolean {
  return ownerReferences.some(
    ({ controller, kind }) => controller && kind === 'Deployment',
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

/** Metadata of a pod, without its labels: they are not used, and there are many. */
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

/** Metadata of an object. */
export function objectIdentity({
  uid,
  name,
  namespace,
}: Metadata): Pick<Metadata, 'uid' | 'name' | 'namespace'> {
  return { uid, name, namespace };
}
