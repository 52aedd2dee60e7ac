import { z } from 'zod';
import { fillSentence } from './sentence';

/**
 * Argo CD's words for health.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 * @public
 */
export const healthStatusSchema = z.enum([
  'healthy',
  'progressing',
  'degraded',
  'suspended',
  'unknown',
]);

/** Argo CD's words for health; see {@link healthStatusSchema}. @public */
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/**
 * Every reason for a workload's health and the English sentence that says it.
 * `{{name}}` stands for a value of the health's `values`. A page in another
 * language translates by reason and fills in the same values.
 * @public
 */
export const healthSentences = {
  ready: 'Every pod runs this version and is ready',
  scaledToZero: 'Scaled to zero: nothing runs, as asked',
  unobserved: 'The controller has not seen the latest change yet',
  creating: '{{created}} of {{desired}} pods created',
  updating: '{{updated}} of {{desired}} pods have the new revision',
  removingOld: '{{old}} pods of the old revision are still running',
  becomingReady: '{{ready}} of {{desired}} pods are ready',
  becomingAvailable: '{{available}} of {{desired}} pods are available',
  unavailable:
    'Fewer pods are available than the rollout allows: {{available}} of {{desired}}',
  partitioned:
    'Held by its partition: {{updated}} of {{desired}} pods have the new revision',
  updateOnDelete:
    'Pods take the new revision only when deleted: {{updated}} of {{desired}} have it',
  paused: 'Paused: {{updated}} of {{desired}} pods have the new revision',
  deadlineExceeded:
    'The rollout made no progress within its deadline: {{updated}} of {{desired}} pods updated, {{ready}} ready',
  podsRefused: 'Kubernetes refuses to create pods: {{message}}',
  podsFailing: '{{failing}} of {{pods}} pods fail: {{reason}}',
  podsUnschedulable:
    '{{failing}} of {{pods}} pods find no node to run on: {{message}}',
  waitsForConfirmation:
    'Waits for confirmation at step {{step}} of {{steps}}: {{updated}} of {{desired}} pods have the new revision',
  waitsForTime: 'Waits at step {{step}} of {{steps}} until {{until}}',
  waitsForAnalysis:
    'Waits for an analysis to come to a verdict at step {{step}} of {{steps}}',
  atStep:
    'At step {{step}} of {{steps}}: {{updated}} of {{desired}} pods have the new revision',
  aborted:
    'Aborted: the stable revision runs, and its source still asks for the other',
  rolloutFailed: 'The rollout cannot go on: {{message}}',
  terminating: 'Being deleted',
  unsynced: 'Not all of the cluster could be read yet',
} as const;

/** Why a workload is as it is; a key of {@link healthSentences}. @public */
export type HealthReason = keyof typeof healthSentences;

/** Why a workload is as it is; a key of {@link healthSentences}. @public */
export const healthReasonSchema = z.enum(
  Object.keys(healthSentences) as [HealthReason, ...HealthReason[]],
);

/** How a workload is, and why. @public */
export const healthSchema = z.object({
  status: healthStatusSchema,
  reason: healthReasonSchema,
  /** What the sentence of this reason is filled with */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The whole in one English sentence */
  sentence: z.string(),
});

/** How a workload is, and why. @public */
export type Health = z.infer<typeof healthSchema>;

/** A health whose sentence is made from its reason and values. @public */
export function health(
  status: HealthStatus,
  reason: HealthReason,
  values: Record<string, string | number> = {},
): Health {
  const sentence = fillSentence(healthSentences[reason], values);
  return { status, reason, values, sentence };
}

const worstFirst: HealthStatus[] = [
  'degraded',
  'unknown',
  'progressing',
  'suspended',
  'healthy',
];

/** The health that a reader should see first of several; undefined of none. @public */
export function worstHealth<T extends { status: HealthStatus }>(
  healths: T[],
): T | undefined {
  return [...healths].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  )[0];
}
