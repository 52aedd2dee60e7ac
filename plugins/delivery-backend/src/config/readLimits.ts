import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Limits of one person, or of one service that calls the API for itself. */
export interface Limits {
  /** Number of open event streams */
  streams: number;
  /** Number of topics over all open event streams */
  topics: number;
  /** Number of requests in a minute */
  callsPerMinute: number;
  /** Number of log reads in a minute that reach a CI server */
  logReadsPerMinute: number;
  /** Number of concurrent downloads of logs and artifacts */
  downloads: number;
}

const limit = (most: number) => z.coerce.number().int().min(1).default(most);

// A person with ten tabs does not reach the defaults: a tab has one stream, for a
// moment two while its topics change, and reads a growing log once a second.
const limitsSchema = z.strictObject({
  streams: limit(50),
  topics: limit(400),
  callsPerMinute: limit(1_200),
  logReadsPerMinute: limit(600),
  downloads: limit(10),
});

/**
 * Reads `delivery.limits`.
 *
 * @throws InputError that names the key and the mistake
 */
export function readLimits(config: Config): Limits {
  const value = config.getOptional('delivery.limits') ?? {};
  const read = limitsSchema.safeParse(value);
  if (read.success) return read.data;
  throw new InputError(
    `delivery.limits is not valid: ${z.prettifyError(read.error)}`,
  );
}
