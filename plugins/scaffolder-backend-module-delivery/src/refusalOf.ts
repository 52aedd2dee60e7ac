import {
  problemOf,
  refusal,
  refusalSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

/** Error of an action that is refused for one reason. */
const refusedSchema = z.object({ refusals: z.tuple([refusalSchema]) });

/** Why a plan cannot be made, with the code of the delivery plugin if it sent one. */
export function refusalOf(error: unknown): Refusal {
  const { data } = refusedSchema.safeParse(error);
  return data
    ? data.refusals[0]
    : refusal('serverRefused', {}, problemOf(error));
}
