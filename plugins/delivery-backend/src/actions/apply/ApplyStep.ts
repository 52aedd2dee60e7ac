import { FIELD_MANAGER } from '@fairway/backstage-plugin-delivery-common';
import type {
  PlannedObject,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { GuardedObject } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { ClusterAnswer } from '../../kubernetes';

/** One object of an apply: what would happen to it, and how to do that. */
export interface ApplyStep {
  planned: PlannedObject;
  /** API path of the object */
  path: string;
  /** The object before and after, to be neither shown nor stored; absent where it is not read */
  versions?: { before: unknown; after: unknown };
  /** Time of the portal's last write to the object, from its managed fields */
  lastWrite?: string;
  /** The object for the guards; none of a new namespace's own content */
  guarded?: GuardedObject;
  /** Writes or deletes the object, or refuses to. */
  execute(signal: AbortSignal): Promise<ClusterAnswer | { refusal: Refusal }>;
}

const managedFieldsSchema = z.object({
  metadata: z.object({
    managedFields: z
      .array(
        z.object({
          manager: z.string().optional(),
          time: z.string().optional(),
          subresource: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

/**
 * Time of the portal's last write to an object; undefined when it never wrote it. The
 * API server moves it only when a write changes something.
 */
export function lastWriteOf(object: unknown): string | undefined {
  const { data } = managedFieldsSchema.safeParse(object);
  return data?.metadata.managedFields
    .filter(({ manager }) => manager === FIELD_MANAGER)
    .map(({ time = '' }) => time)
    .sort()
    .at(-1);
}
