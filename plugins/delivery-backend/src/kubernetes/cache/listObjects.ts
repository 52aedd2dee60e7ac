import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { ClusterAnswerError, answerError } from './ClusterAnswerError';
import { ListScanner } from './ListScanner';
import { readBody } from './readText';

const envelopeSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

/** Options of a list. */
export interface ListOptions {
  access: ClusterAccess;
  cluster: string;
  /** Plural name of the kind, as permissions have it */
  resource: string;
  /** API path that lists the kind */
  path: string;
  silenceLimitMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Lists all objects of a kind by pages. Neither a list nor a page is ever in memory
 * as a whole.
 *
 * @param onItem - is called with each object
 * @returns the resource version of the list; a watch continues from it
 * @throws ResourceExpiredError when the list took so long that the API server
 * does not know its first page any more
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
 */
export async function listObjects(
  options: ListOptions & {
    pageSize: number;
    /**
     * Whether the answer may come from the watch cache of the API server, and so be
     * older than the state of the cluster. The watch cache ignores the page size.
     */
    fromWatchCache: boolean;
  },
  onItem: (item: unknown) => void,
): Promise<string> {
  const limit = String(options.pageSize);
  const first: Record<string, string> = options.fromWatchCache
    ? { limit, resourceVersion: '0' }
    : { limit };
  let page = await readPage(options, first, onItem);
  while (page.continue) {
    // The API server refuses a resource version beside a continue token.
    const query = { limit, continue: page.continue };
    page = await readPage(options, query, onItem);
  }
  return page.resourceVersion;
}

/** Current resource version of a kind, by a consistent read. */
export async function currentVersion(options: ListOptions): Promise<string> {
  const page = await readPage(options, { limit: '1' }, () => {});
  return page.resourceVersion;
}

async function readPage(
  options: ListOptions,
  query: Record<string, string>,
  onItem: (item: unknown) => void,
): Promise<{ resourceVersion: string; continue?: string }> {
  const { access, cluster, resource, path } = options;
  const scanner = new ListScanner();
  const answer = await readBody(
    options,
    signal => access.get(cluster, { path, query, signal }),
    text => scanItems(scanner, options, text).forEach(onItem),
  );
  if (answer.status !== 200) {
    throw answerError({ cluster, resource, ...answer, text: scanner.envelope });
  }
  return parseEnvelope(scanner.envelope, options);
}

function scanItems(scanner: ListScanner, options: ListOptions, text: string) {
  try {
    return scanner.push(text);
  } catch {
    throw notAList(options);
  }
}

function parseEnvelope(text: string, options: ListOptions) {
  try {
    return envelopeSchema.parse(JSON.parse(text)).metadata;
  } catch {
    throw notAList(options);
  }
}

// Without the original error, whose message quotes the text.
function notAList({ cluster, resource }: ListOptions): ClusterAnswerError {
  return new ClusterAnswerError(
    clusterProblem('notAList', { cluster, resource }),
  );
}
