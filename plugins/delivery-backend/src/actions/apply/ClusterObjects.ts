import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import { FIELD_MANAGER } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { statusMessage } from '../../kubernetes';
import type { ClusterAnswer, ClusterWriter } from '../../kubernetes';
import { isGenerated, withGeneratedValues } from './generatedSecret';
import type { Manifest } from './parseManifests';

const APPLY_TYPE = 'application/apply-patch+yaml';

/** Objects that are listed at once, and at most. */
const PAGE = 250;
const MOST_LISTED = 2_500;

/** How often an object is deleted anew whose status moved meanwhile, as it does in a rollout. */
const DELETED_ANEW = 5;

const texts = z.record(z.string(), z.string()).optional();
const listedSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: texts,
    annotations: texts,
    ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
  }),
});
const listSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(listedSchema),
});

/** An object as it is in a list, which does not say of what kind it is. */
export type ListedObject = z.infer<typeof listedSchema>;

/** One object to write. */
interface ObjectWrite {
  cluster: string;
  /** Of the object */
  path: string;
  manifest: Manifest;
  signal: AbortSignal;
  isDryRun: boolean;
}

/** One object to delete. */
interface ObjectRemoval {
  cluster: string;
  /** Of the object */
  path: string;
  seen: ListedObject;
  signal: AbortSignal;
  isDryRun: boolean;
}

/** Objects in clusters as they are read and written, one request each. */
export class ClusterObjects {
  readonly #writer: Pick<ClusterWriter, 'send'>;

  static create(writer: Pick<ClusterWriter, 'send'>): ClusterObjects {
    return new ClusterObjects(writer);
  }

  private constructor(writer: Pick<ClusterWriter, 'send'>) {
    this.#writer = writer;
  }

  read(
    cluster: string,
    path: string,
    signal: AbortSignal,
  ): Promise<ClusterAnswer> {
    return this.#writer.send(cluster, { method: 'GET', path, signal });
  }

  /** Gives the cluster an object; a Secret that gets its values here is only made. */
  put(write: ObjectWrite): Promise<ClusterAnswer> {
    return isGenerated(write.manifest) ? this.make(write) : this.#apply(write);
  }

  /** Makes what is not there yet; what is there stays as it is. */
  async make({
    cluster,
    path,
    manifest,
    signal,
    isDryRun,
  }: ObjectWrite): Promise<ClusterAnswer> {
    const answer = await this.#writer.send(cluster, {
      method: 'POST',
      path: path.slice(0, path.lastIndexOf('/')),
      query: queryOf(isDryRun),
      body: JSON.stringify(
        isGenerated(manifest) ? withGeneratedValues(manifest) : manifest,
      ),
      contentType: 'application/json',
      signal,
    });
    return answer.status === 409 ? { ...answer, status: 200 } : answer;
  }

  #apply({
    cluster,
    path,
    manifest,
    signal,
    isDryRun,
  }: ObjectWrite): Promise<ClusterAnswer> {
    return this.#writer.send(cluster, {
      method: 'PATCH',
      path,
      // A field of another manager's is a conflict, which names that manager.
      query: { ...queryOf(isDryRun), force: 'false' },
      body: JSON.stringify(manifest),
      contentType: APPLY_TYPE,
      signal,
    });
  }

  /**
   * All that a collection has, page by page; the answer that ended it, where the
   * API server would not.
   *
   * @throws InputError where that is more than anybody means to ask for
   */
  async list(
    cluster: string,
    request: { path: string; labelSelector?: string; signal: AbortSignal },
  ): Promise<{ items: ListedObject[] } | { refused: ClusterAnswer }> {
    const { path, labelSelector, signal } = request;
    const items: ListedObject[] = [];
    let next: string | undefined;
    do {
      const answer = await this.#writer.send(cluster, {
        ...{ method: 'GET', path, signal },
        query: {
          limit: String(PAGE),
          ...(labelSelector && { labelSelector }),
          ...(next && { continue: next }),
        },
      });
      if (answer.status !== 200) return { refused: answer };
      const page = listSchema.parse(JSON.parse(answer.text));
      items.push(...page.items);
      next = page.metadata.continue;
      if (next && items.length >= MOST_LISTED) {
        throw new InputError(
          `Cluster '${cluster}' has more than ${MOST_LISTED} objects in ${path}${labelSelector ? ` of ${labelSelector}` : ''}, which are not all looked at`,
        );
      }
    } while (next);
    return { items };
  }

  /**
   * Deletes an object as it was seen: one that has changed since in more than its
   * status, or another of its name, is a conflict. What is gone already is as good
   * as deleted.
   */
  async remove(removal: ObjectRemoval): Promise<ClusterAnswer> {
    let answer = await this.#remove(removal);
    let { seen } = removal;
    for (let left = DELETED_ANEW; answer.status === 409 && left > 0; left--) {
      const { cluster, path, signal } = removal;
      const now = await this.read(cluster, path, signal);
      if (now.status === 404) return { ...now, status: 200 };
      if (now.status !== 200) break;
      const object = listedSchema.parse(JSON.parse(now.text));
      if (!isDeepStrictEqual(asMade(object), asMade(seen))) break;
      seen = object;
      answer = await this.#remove({ ...removal, seen });
    }
    return answer.status === 404 ? { ...answer, status: 200 } : answer;
  }

  #remove({
    cluster,
    path,
    seen,
    signal,
    isDryRun,
  }: ObjectRemoval): Promise<ClusterAnswer> {
    const { uid, resourceVersion } = seen.metadata;
    return this.#writer.send(cluster, {
      ...{ method: 'DELETE', path, signal },
      // With a body, the API server heeds no query; without, because something on
      // the way dropped it, the query alone keeps a dry run from deleting.
      query: isDryRun ? { dryRun: 'All' } : {},
      body: JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'DeleteOptions' },
        preconditions: { uid, resourceVersion },
        propagationPolicy: 'Background',
        ...(isDryRun && { dryRun: ['All'] }),
      }),
      contentType: 'application/json',
    });
  }
}

/** An object without what is reported of it, and by what request it got there; a list says of none what kind it is. */
function asMade(object: ListedObject): object {
  const { apiVersion, kind, status, ...made } = object;
  const { resourceVersion, managedFields, ...metadata } = made.metadata;
  return { ...made, metadata };
}

function queryOf(isDryRun: boolean): Record<string, string> {
  return {
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    ...(isDryRun && { dryRun: 'All' }),
  };
}

/** The API server's own words, where there are some. */
export function apiErrorMessage({ status, text }: ClusterAnswer): string {
  return (
    statusMessage(text) ??
    `The API server answered ${status} without saying why`
  );
}
