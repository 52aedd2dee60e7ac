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

/** One page of a list. */
export interface ListPage {
  items: unknown[];
  /** Of the whole list; a watch goes on from here */
  resourceVersion: string;
}

/**
 * Lists all objects of a kind, a page at a time, so that a large cluster is
 * never held in memory as text.
 *
 * @throws ResourceExpiredError when the list took so long that the API server
 * forgot its beginning
 */
export async function* listPages(options: {
  access: ClusterAccess;
  cluster: string;
  resource: string;
  path: string;
  pageSize: number;
  silenceLimitMs: number;
  clock: Clock;
  signal: AbortSignal;
}): AsyncIterable<ListPage> {
  const { access, cluster, resource, path, pageSize } = options;
  let next: string | undefined;
  do {
    const query = {
      limit: String(pageSize),
      ...(next !== undefined && { continue: next }),
    };
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
      `Cluster '${cluster}' answered the list of ${resource} with something that is not a list; is its URL that of an API server?`,
    );
  }
}
