import type { JobRunState } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { claimingEntity } from './claimingEntity';
import type { CronJobRecord, JobRecord } from './jobRecords';
import { conditionsSchema, metadataSchema } from './objectSchema';
import type { Metadata } from './objectSchema';
import { quotedStart } from './quotedText';
import type { ConditionRecord } from './records';
import { projectTemplate, templateSchema } from './template';

const MESSAGE_LENGTH = 300;

/** https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/ */
const QUEUE = 'kueue.x-k8s.io/queue-name';

const jobSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    suspend: z.boolean().nullish(),
    template: templateSchema,
  }),
  status: z
    .object({
      startTime: z.string().nullish(),
      completionTime: z.string().nullish(),
      failed: z.number().int().default(0),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

const cronJobSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    schedule: z.string(),
    timeZone: z.string().nullish(),
    suspend: z.boolean().nullish(),
    jobTemplate: z.object({ spec: z.object({ template: templateSchema }) }),
  }),
  status: z.object({ lastSuccessfulTime: z.string().nullish() }).prefault({}),
});

/** Record of a Job. @throws ZodError when the object does not have the shape of a Job */
export function projectJob(object: unknown): JobRecord {
  const { metadata, spec, status } = jobSchema.parse(object);
  const { state, condition } = stateOf(status.conditions, spec.suspend);
  const { reason, message, lastTransitionTime } = condition ?? {};
  const isEnded = state === 'succeeded' || state === 'failed';
  return {
    kind: 'Job',
    ...projectOwn(metadata),
    template: projectTemplate(spec.template, metadata),
    cronJobUid: metadata.ownerReferences.find(
      owner => owner.controller && owner.kind === 'CronJob',
    )?.uid,
    state,
    startedAt: status.startTime ?? undefined,
    // A failed Job has no completion time.
    endedAt: isEnded
      ? (status.completionTime ?? lastTransitionTime ?? undefined)
      : undefined,
    failed: status.failed,
    ...(state !== 'succeeded' && {
      reason,
      message: message && quotedStart(message, MESSAGE_LENGTH),
    }),
    ...(state === 'suspended' &&
      metadata.labels[QUEUE] && { queue: metadata.labels[QUEUE] }),
  };
}

/** Record of a CronJob. @throws ZodError when the object does not have the shape of a CronJob */
export function projectCronJob(object: unknown): CronJobRecord {
  const { metadata, spec, status } = cronJobSchema.parse(object);
  return {
    kind: 'CronJob',
    ...projectOwn(metadata),
    template: projectTemplate(spec.jobTemplate.spec.template, metadata),
    schedule: spec.schedule,
    timeZone: spec.timeZone ?? undefined,
    suspended: spec.suspend ?? false,
    lastSuccessAt: status.lastSuccessfulTime ?? undefined,
  };
}

function projectOwn(metadata: Metadata) {
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    labels: metadata.labels,
    entity: claimingEntity(metadata),
    createdAt: metadata.creationTimestamp,
  };
}

// FailureTarget and SuccessCriteriaMet are set while the last pods end. Until they
// have ended, the Job is running.
function stateOf(
  conditions: ConditionRecord[],
  isHeld: boolean | null | undefined,
): { state: JobRunState; condition?: ConditionRecord } {
  const find = (type: string) =>
    conditions.find(c => c.type === type && c.status === 'True');
  const failed = find('Failed');
  if (failed) return { state: 'failed', condition: failed };
  const complete = find('Complete');
  if (complete) return { state: 'succeeded', condition: complete };
  if (isHeld) return { state: 'suspended', condition: find('Suspended') };
  return { state: 'running' };
}
