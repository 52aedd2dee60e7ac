import { z } from 'zod';
import type {
  PvcRecord,
  DisruptionBudgetRecord,
  QuotaRecord,
} from './relatedRecords';
import {
  conditionsSchema,
  metadataSchema,
  objectIdentity,
} from './objectSchema';

const count = z.number().int().default(0);
const texts = z.record(z.string(), z.string());
const intOrText = z.union([z.number(), z.string()]);

const claimSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    storageClassName: z.string().nullish(),
    resources: z.object({ requests: texts.default({}) }).prefault({}),
  }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

const budgetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    selector: z
      .object({
        matchLabels: texts.default({}),
        matchExpressions: z
          .array(
            z.object({
              key: z.string(),
              operator: z.string(),
              values: z.array(z.string()).default([]),
            }),
          )
          .default([]),
      })
      .nullish(),
    minAvailable: intOrText.optional(),
    maxUnavailable: intOrText.optional(),
  }),
  status: z
    .object({
      disruptionsAllowed: count,
      currentHealthy: count,
      desiredHealthy: count,
      expectedPods: count,
      conditions: conditionsSchema,
    })
    .prefault({}),
});

const quotaSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ hard: texts.default({}) }),
  status: z
    .object({ hard: texts.optional(), used: texts.default({}) })
    .prefault({}),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/ */
const CLAIM_CHANGES = [
  'ControllerResizeError',
  'NodeResizeError',
  'ModifyVolumeError',
  'FileSystemResizePending',
];

export function projectPvc(object: unknown): PvcRecord {
  const { metadata, spec, status } = claimSchema.parse(object);
  const change = status.conditions.find(
    ({ type, status: is }) => is === 'True' && CLAIM_CHANGES.includes(type),
  );
  return {
    kind: 'PersistentVolumeClaim',
    ...objectIdentity(metadata),
    phase: status.phase,
    ...(change && { change }),
    storageClass: spec.storageClassName ?? undefined,
    requested: spec.resources.requests.storage,
    createdAt: metadata.creationTimestamp,
  };
}

export function projectDisruptionBudget(
  object: unknown,
): DisruptionBudgetRecord {
  const { metadata, spec, status } = budgetSchema.parse(object);
  // Too few healthy pods are no failure: then the budget works.
  const failure = status.conditions.find(
    ({ type, reason }) =>
      type === 'DisruptionAllowed' && reason === 'SyncFailed',
  );
  return {
    kind: 'PodDisruptionBudget',
    ...objectIdentity(metadata),
    selector: spec.selector ?? undefined,
    ...(failure && { failure }),
    rule:
      spec.maxUnavailable !== undefined
        ? `maxUnavailable: ${spec.maxUnavailable}`
        : `minAvailable: ${spec.minAvailable ?? 1}`,
    allowed: status.disruptionsAllowed,
    healthy: status.currentHealthy,
    desiredHealthy: status.desiredHealthy,
    expected: status.expectedPods,
  };
}

export function projectQuota(object: unknown): QuotaRecord {
  const { metadata, spec, status } = quotaSchema.parse(object);
  return {
    kind: 'ResourceQuota',
    ...objectIdentity(metadata),
    hard: status.hard ?? spec.hard,
    used: status.used,
  };
}
