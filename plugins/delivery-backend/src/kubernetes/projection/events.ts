import { z } from 'zod';
import type { EventRecord } from './relatedRecords';
import { quotedStart } from './quotedText';

const MESSAGE_LENGTH = 600;

/**
 * Reasons that a diagnosis or a timeline uses. Events of normal operation are
 * skipped: Pulled, Created, Started, Scheduled, SuccessfulCreate...
 */
const KEPT_REASONS = new Set([
  'BackOff',
  'ErrImageNeverPull',
  'Evicted',
  'ExceededGracePeriod',
  'Failed',
  'FailedAttachVolume',
  'FailedBinding',
  'FailedCreate',
  'FailedCreatePodSandBox',
  'FailedDelete',
  'FailedKillPod',
  'FailedMapVolume',
  'FailedMount',
  'FailedPostStartHook',
  'FailedPreStopHook',
  'FailedScheduling',
  'FailedToRetrieveImagePullSecret',
  'FailedUpdate',
  'InspectFailed',
  'Killing',
  'NetworkNotReady',
  'NodeNotReady',
  'Nominated',
  'NotTriggerScaleUp',
  'Preempted',
  'ProvisioningFailed',
  // Also of normal operation: a pod that pulls an image waits for it.
  'Pulling',
  'ScalingReplicaSet',
  'SuccessfulRescale',
  'TaintManagerEviction',
  'TriggeredScaleUp',
  'Unhealthy',
]);

const time = z.string().nullish();

const eventSchema = z.object({
  metadata: z.object({
    uid: z.string(),
    name: z.string(),
    namespace: z.string(),
    creationTimestamp: z.string(),
  }),
  involvedObject: z.object({
    kind: z.string().default(''),
    name: z.string().default(''),
    uid: z.string().optional(),
    fieldPath: z.string().optional(),
  }),
  type: z.string().default('Normal'),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.number().int().nullish(),
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
  series: z
    .object({ count: z.number().int().nullish(), lastObservedTime: time })
    .nullish(),
  source: z.object({ component: z.string().optional() }).prefault({}),
  reportingComponent: z.string().optional(),
});

/** Record of an event; undefined for an event that explains nothing. */
export function projectEvent(object: unknown): EventRecord | undefined {
  const event = eventSchema.parse(object);
  if (!KEPT_REASONS.has(event.reason)) return undefined;
  const { metadata, series } = event;
  const created = metadata.creationTimestamp;
  // Older components write a first and last time, newer ones a time and a series.
  const firstAt = event.firstTimestamp ?? event.eventTime ?? created;
  return {
    kind: 'Event',
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    about: event.involvedObject,
    type: event.type,
    reason: event.reason,
    message: quotedStart(event.message, MESSAGE_LENGTH),
    count: series?.count ?? event.count ?? 1,
    firstAt,
    lastAt: series?.lastObservedTime ?? event.lastTimestamp ?? firstAt,
    source: event.source.component || event.reportingComponent || undefined,
  };
}
