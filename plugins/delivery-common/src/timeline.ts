import { z } from 'zod';
import { workloadKindSchema } from './delivery';
import { versionSchema } from './version';

/**
 * An event of a workload's timeline.
 *
 * - `rollout`: a release started; `state` is its outcome
 * - `scaled`: the desired number of pods changed; `by` is the field manager, or
 *   kind and name of the autoscaler
 * - `restarted`: a container exited and was restarted
 * - `probe-failed`: a probe of a container failed
 * - `evicted`: Kubernetes terminated a pod because of eviction, preemption or the
 *   loss of its node
 *
 * @public
 */
export const timelineEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('rollout'),
    releaseId: z.string(),
    /** Number of the new revision */
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
    /** Reason that the container runtime reports: `Error`, `OOMKilled`... */
    reason: z.string().optional(),
  }),
  z.object({
    type: z.literal('probe-failed'),
    probe: z.enum(['liveness', 'readiness', 'startup', 'unknown']),
    /** The kubelet's most recent message */
    message: z.string(),
  }),
  z.object({
    type: z.literal('evicted'),
    /** Reason that Kubernetes reports: `Evicted`, `PreemptionByScheduler`... */
    reason: z.string(),
    message: z.string().optional(),
  }),
]);

/** An event of a workload's timeline; see {@link timelineEventSchema}. @public */
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/**
 * An event of a workload, or several equal events in one entry: "12 times in
 * 3 min".
 *
 * @public
 */
export const timelineEntrySchema = z.object({
  id: z.string(),
  /** Ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Name of the environment that the namespace currently belongs to */
  environment: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  workload: z.object({
    kind: workloadKindSchema,
    name: z.string(),
    uid: z.string(),
  }),
  /** The most recent of the events */
  event: timelineEventSchema,
  /** Number of events */
  count: z.number().int(),
  /** ISO time of the first event */
  firstAt: z.string(),
  /** ISO time of the most recent event */
  lastAt: z.string(),
  /** Names of the affected pods, sorted; empty if the event does not concern a pod */
  pods: z.array(z.string()),
});

/** One or several equal events of a workload; see {@link timelineEntrySchema}. @public */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** One page of a service's timeline, newest first. @public */
export const timelinePageSchema = z.object({
  entries: z.array(timelineEntrySchema),
  /** Cursor of the next page; absent on the last page */
  nextCursor: z.string().optional(),
  /** Names of environments that are left out because the viewer may not read them */
  forbiddenEnvironments: z.array(z.string()),
});

/** One page of a service's timeline, newest first. @public */
export type TimelinePage = z.infer<typeof timelinePageSchema>;
