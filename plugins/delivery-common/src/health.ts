import { z } from 'zod';
import { fillSentence } from './sentence';

/**
 * Health of a workload, with the statuses of Argo CD.
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

/** Health of a workload; see {@link healthStatusSchema}. @public */
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/**
 * Reasons for the health of a workload, each with its English sentence.
 * `{{name}}` is replaced by that value of `values`. Translations use the same
 * reasons and values.
 * @public
 */
export const healthSentences = {
  ready: 'All pods ready on this version',
  scaledToZero: 'Scaled to zero',
  noMatchingNode: 'No node matches {{selector}}, so no pod is needed',
  noEligibleNode: 'No node is eligible, so no pod is needed',
  unobserved: 'Waiting for the controller to process the latest change',
  creating: '{{created}} of {{desired}} pods created',
  waitsForPod:
    '{{created}} of {{desired}} pods created; the next one is created when {{pod}} is ready',
  updating: '{{updated}} of {{desired}} pods updated',
  removingOld: '{{old}} pods of the old revision are still terminating',
  becomingReady: '{{ready}} of {{desired}} pods ready',
  becomingAvailable: '{{available}} of {{desired}} pods available',
  waitsMinReady:
    '{{available}} of {{desired}} pods available: a pod must stay ready for {{seconds}} seconds',
  schedulingGated:
    '{{waiting}} of {{pods}} pods waiting for scheduling gate {{gates}}',
  waitsForNewNode: '{{waiting}} of {{pods}} pods waiting for a new node',
  waitsForPreemption:
    '{{waiting}} of {{pods}} pods waiting for preempted pods to leave node {{node}}',
  waitsForVolume:
    '{{waiting}} of {{pods}} pods waiting for the volume of PersistentVolumeClaim {{claim}}',
  waitsForResourceClaim:
    '{{waiting}} of {{pods}} pods waiting for ResourceClaim {{claim}}',
  waitsForSandbox:
    '{{waiting}} of {{pods}} pods waiting for network and volumes on the node',
  pullingImage: '{{waiting}} of {{pods}} pods pulling image {{image}}',
  waitsForInit:
    '{{waiting}} of {{pods}} pods waiting for init container {{container}}',
  waitsForSidecar:
    '{{waiting}} of {{pods}} pods waiting for sidecar {{container}} to start',
  waitsForStartup:
    '{{waiting}} of {{pods}} pods waiting for the startup probe of container {{container}}',
  waitsForReadinessGate:
    '{{waiting}} of {{pods}} pods waiting for readiness gate {{gates}}',
  unavailable:
    '{{available}} of {{desired}} pods available, fewer than the rollout allows',
  partitioned: 'Held by partition: {{updated}} of {{desired}} pods updated',
  updateOnDelete: 'Update on delete: {{updated}} of {{desired}} pods updated',
  paused: 'Paused: {{updated}} of {{desired}} pods updated',
  deadlineExceeded:
    'Timed out: progress deadline exceeded with {{updated}} of {{desired}} pods updated, {{ready}} ready',
  podsRefused: 'Cannot create pods: {{message}}',
  podsFailing: '{{failing}} of {{pods}} pods failing: {{reason}}',
  podsUnschedulable:
    '{{failing}} of {{pods}} pods cannot be scheduled: {{message}}',
  waitsForApproval:
    'Waiting for approval at step {{step}} of {{steps}}: {{updated}} of {{desired}} pods updated',
  waitsForTime: 'Paused at step {{step}} of {{steps}} until {{until}}',
  waitsForAnalysis:
    'Waiting for analysis {{analysis}} at step {{step}} of {{steps}}',
  waitsForPrePromotion:
    'Waiting for analysis {{analysis}} before the new revision receives traffic',
  waitsForPostPromotion:
    'New revision receives all traffic; waiting for analysis {{analysis}}',
  waitsForExperiment:
    'Waiting for experiment {{experiment}} at step {{step}} of {{steps}}',
  atStep: 'Step {{step}} of {{steps}}: {{updated}} of {{desired}} pods updated',
  finishing: 'Waiting for the rollout controller to finish: {{message}}',
  aborted: 'Aborted: running the stable revision, not the desired one',
  rolloutFailed: 'Rollout failed: {{message}}',
  terminating: 'Terminating',
  unsynced: 'Cluster data not fully loaded yet',
} as const;

/** Reason for the health of a workload; a key of {@link healthSentences}. @public */
export type HealthReason = keyof typeof healthSentences;

/** Reason for the health of a workload; a key of {@link healthSentences}. @public */
export const healthReasonSchema = z.enum(
  Object.keys(healthSentences) as [HealthReason, ...HealthReason[]],
);

/** Health of a workload, with its reason. @public */
export const healthSchema = z.object({
  status: healthStatusSchema,
  reason: healthReasonSchema,
  /** Values of the placeholders in the sentence */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in English, with its values */
  sentence: z.string(),
});

/** Health of a workload, with its reason. @public */
export type Health = z.infer<typeof healthSchema>;

/** Creates a health and fills in its sentence. @public */
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

/** The worst of several health statuses; undefined if there are none. @public */
export function worstHealth<T extends { status: HealthStatus }>(
  healths: T[],
): T | undefined {
  return [...healths].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  )[0];
}
