import { z } from 'zod';
import { workloadKindSchema } from './delivery';
import { versionSchema } from './version';

/**
 * What happened.
 *
 * - `rollout`: a release began; `state` tells how it went
 * - `scaled`: a workload was asked for another number of pods, `by` this field
 *   manager, or an autoscaler by kind and name
 * - `restarted`: a container ended and was started again
 * - `probe-failed`: a container did not answer
 * - `evicted`: Kubernetes itself ended a pod: eviction, preemption, a lost node
 *
 * @public
 */
export const timelineEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('rollout'),
    releaseId: z.string(),
    /** Of the revision that it led to */
    number: z.number().int(),
    version: versionSchema.optional(),
    state: z.enum([
      'in-progress',
      'completed',
      'failed',
      'superseded',
      'unknown',
    ]),
  }),
  z.object({
    type: z.literal('scaled'),
    from: z.number().int(),
    to: z.number().int(),
    by: z.string().optional(),
  }),
  z.object({
    type: z.literal('restarted'),
    container: z.string(),
    exitCode: z.number().int().optional(),
    /** The container runtime's word: `Error`, `OOMKilled`... */
    reason: z.string().optional(),
  }),
  z.object({
    type: z.literal('probe-failed'),
    probe: z.enum(['liveness', 'readiness', 'startup', 'unknown']),
    /** The kubelet's words, as of the last time */
    message: z.string(),
  }),
  z.object({
    type: z.literal('evicted'),
    /** Kubernetes' word: `Evicted`, `PreemptionByScheduler`... */
    reason: z.string(),
    message: z.string().optional(),
  }),
]);

/** What happened; see {@link timelineEventSchema}. @public */
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/**
 * What happened to a workload, once or again and again: "12 times in 3 min".
 * @public
 */
export const timelineEntrySchema = z.object({
  id: z.string(),
  /** Of the service, as `component:default/name` */
  entityRef: z.string(),
  /** Name of the environment that the namespace belongs to now */
  environment: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  workload: z.object({
    kind: workloadKindSchema,
    name: z.string(),
    uid: z.string(),
  }),
  /** As it was the last time */
  what: timelineEventSchema,
  /** How often */
  count: z.number().int(),
  /** ISO time */
  firstAt: z.string(),
  /** ISO time */
  lastAt: z.string(),
  /** Names of the pods that it happened to, sorted; none where it was no pod */
  pods: z.array(z.string()),
});

/** What happened to a workload; see {@link timelineEntrySchema}. @public */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** One page of a service's timeline, newest first. @public */
export const timelinePageSchema = z.object({
  entries: z.array(timelineEntrySchema),
  /** To ask for the next page with; absent on the last */
  nextCursor: z.string().optional(),
  /** Names of environments that were left out because the viewer may not read them */
  refused: z.array(z.string()),
});

/** One page of a service's timeline, newest first. @public */
export type TimelinePage = z.infer<typeof timelinePageSchema>;
