import { z } from 'zod';
import { actionStateSchema } from './action';
import { releaseSchema } from './release';
import { personSchema } from './run';
import { timelineEntrySchema } from './timeline';

/**
 * Kind of a change in the list of all services.
 *
 * - `release`: a rollout started, whatever its outcome
 * - `scaling`: the desired number of pods changed
 * - `failure`: a rollout failed, a container exited and was restarted, or a pod was evicted
 * - `approval`: a person answered an input of a pipeline run in the portal
 * - `action`: a person did anything else in the portal
 *
 * @public
 */
export const activityKindSchema = z.enum([
  'release',
  'scaling',
  'failure',
  'approval',
  'action',
]);

/** Kind of a change; see {@link activityKindSchema}. @public */
export type ActivityKind = z.infer<typeof activityKindSchema>;

/** An action of a person in the portal, without its parameters. @public */
export const activityActionSchema = z.object({
  /** Id of the entry in the audit log */
  id: z.string(),
  /** Kind of the action, such as `run.answer` */
  kind: z.string(),
  state: actionStateSchema,
  /** The person who requested it */
  person: personSchema,
  /** Name of the environment, if the action is limited to one */
  environment: z.string().optional(),
  /** Answer to an input of a run */
  decision: z.enum(['proceed', 'abort']).optional(),
  /** The run that it was done to or that it started */
  run: z
    .object({
      id: z.string(),
      /** Display name of the run, such as `#41`; absent if the run is not stored */
      name: z.string().optional(),
    })
    .optional(),
});

/** An action of a person in the portal. @public */
export type ActivityAction = z.infer<typeof activityActionSchema>;

const common = {
  /** Unique among all items */
  id: z.string(),
  /** ISO time; of the most recent one if several equal events are one item */
  at: z.string(),
  /** Entity ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Display name of the service */
  title: z.string(),
};

/** One change of a service: a release, an event or an action. @public */
export const activityItemSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('release'),
    ...common,
    release: releaseSchema,
  }),
  z.object({
    type: z.literal('event'),
    ...common,
    entry: timelineEntrySchema,
  }),
  z.object({
    type: z.literal('action'),
    ...common,
    action: activityActionSchema,
  }),
]);

/** One change of a service. @public */
export type ActivityItem = z.infer<typeof activityItemSchema>;

/** One page of changes of all services, newest first. @public */
export const activityPageSchema = z.object({
  items: z.array(activityItemSchema),
  /** Cursor of the next page; absent on the last page */
  nextCursor: z.string().optional(),
});

/** One page of changes of all services, newest first. @public */
export type ActivityPage = z.infer<typeof activityPageSchema>;
