import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { problemOf } from '../problem';

/** Pause after a 429 of a proxy that names no time. */
const DEFAULT_MS = 30_000;

const secondsSchema = z.coerce.number().positive();

/**
 * Time before a request that reached a limit may be sent again, in milliseconds;
 * undefined for any other error. A browser hides the header `Retry-After` from a page
 * of another origin, so the backend sends the time as a value of its problem, too.
 * @public
 */
export function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof ResponseError) || error.statusCode !== 429) {
    return undefined;
  }
  const { data } = secondsSchema.safeParse(
    problemOf(error).values.seconds ??
      error.response.headers.get('retry-after'),
  );
  return data === undefined ? DEFAULT_MS : data * 1_000;
}
