import { z } from 'zod';
import { workloadKindSchema } from './delivery';
import { versionSchema } from './version';

const itemFields = {
  /** Ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Display name of the service */
  title: z.string(),
  /** ISO time at which it began to wait; absent if it is not known */
  since: z.string().optional(),
  /** Whether the caller may approve it */
  mayApprove: z.boolean(),
  /** Name of the permission that approving it requires */
  permission: z.string(),
};

/**
 * A rollout or a run that waits for a person.
 *
 * - `rollout`: waits for a confirmation
 * - `run`: waits for an input
 *
 * @public
 */
export const waitingItemSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('rollout'),
    ...itemFields,
    /** Name of the environment */
    environment: z.string(),
    namespace: z.string(),
    /** UID of the workload */
    uid: z.string(),
    kind: workloadKindSchema,
    /** Name of the workload */
    name: z.string(),
    /** Version that is rolled out */
    version: versionSchema.optional(),
  }),
  z.object({
    type: z.literal('run'),
    ...itemFields,
    /** The portal's id of the run */
    runId: z.string(),
    /** Display name of the run: `#41`, or a custom name */
    name: z.string(),
    /** Display name of the branch, tag or job */
    pipeline: z.string(),
    /** Message of the input */
    message: z.string(),
    /** Names of the users and groups who may submit the input, of whom each also needs the permission; empty if the pipeline does not restrict them */
    submitters: z.array(z.string()),
  }),
]);

/** A rollout or a run that waits for a person; see {@link waitingItemSchema}. @public */
export type WaitingItem = z.infer<typeof waitingItemSchema>;

/** Rollouts and runs that wait for a person, of the services that the caller may see. @public */
export const waitingSchema = z.object({
  /** Those that the caller may approve first, then by the time at which they began to wait */
  items: z.array(waitingItemSchema),
});

/** Rollouts and runs that wait for a person; see {@link waitingSchema}. @public */
export type Waiting = z.infer<typeof waitingSchema>;

/**
 * Key of the rollout or run that an item is about: equal for the items of all
 * services that share it.
 *
 * @public
 */
export function waitingKey(item: WaitingItem): string {
  return item.type === 'run' ? `run ${item.runId}` : `rollout ${item.uid}`;
}

/** Returns the number of rollouts and runs that the caller may approve. @public */
export function countWaitingForCaller({ items }: Waiting): number {
  const own = items.filter(({ mayApprove }) => mayApprove);
  return new Set(own.map(waitingKey)).size;
}

/** Sorts items: those that the caller may approve first, then the oldest. @public */
export function sortWaitingItems(items: WaitingItem[]): WaitingItem[] {
  return [...items].sort(
    (a, b) =>
      Number(b.mayApprove) - Number(a.mayApprove) ||
      compareTexts(a.since ?? '', b.since ?? '') ||
      compareTexts(a.entityRef, b.entityRef),
  );
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
