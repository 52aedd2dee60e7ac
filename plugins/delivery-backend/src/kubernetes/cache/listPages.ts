import { z } from 'zod';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { ClusterAnswerError, answerError } from './ClusterAnswerError';
import { readText } from './readText';

const pageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

/** A page of a list. */
export interface ListPage {
  items: unknown[];
  /** Resource version of the whole list; a watch continues from it */
  resourceVersion: string;
}

/**
 * Lists all objects of a kind, a page at a time, so that the list of a large
 * cluster is not in memory as text.
 *
 * @throws ResourceExpiredError when the list took so long that the API server
 * does not know its first page any more
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
 */
export async function* listPages(options: {
  access: ClusterAccess;
  cluster: string;
  resource: string;
  path: string;
  pageSize: number;
  /**
   * Whether the answer may come from the watch cache of the API server, and so be
   * older than the state of the cluster. The watch cache ignores the page size.
   */
  fromWatchCache: boolean;
  silenceLimitMs: number;
  clock: Clock;
  signal: AbortSignal;
}): AsyncIterable<ListPage> {
  const { access, cluster, resource, path, pageSize, fromWatchCache } = options;
  let next: string | undefined;
  do {
    const query: Record<string, string> = { limit: String(pageSize) };
    // The API server refuses a resource version beside a continue token.
    if (next !== undefined) query.continue = next;
    else if (fromWatchCache) query.resourceVersion = '0';
    const answer = await readText(options, signal =>
      access.get(cluster, { path, query, signal }),
    );
    if (answer.status !== 200) {
      throw answerError({ cluster, resource, ...answer });
    }
    const page = parsePage(cluster, resource, answer.text);
    yield {
      items: page.items ?? [],
      resourceVersion: page.metadata.resourceVersion,
    };
    next = page.metadata.continue || undefined;
  } while (next !== undefined);
}

function parsePage(cluster: string, resource: string, text: string) {
  try {
    return pageSchema.parse(JSON.parse(text));
  } catch {
    throw new ClusterAnswerError(
      `Cluster '${cluster}' answered the list of ${resource} with something that is not a list. Check that its URL is that of an API server.`,
    );
  }
}
