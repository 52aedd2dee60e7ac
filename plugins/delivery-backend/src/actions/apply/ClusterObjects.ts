import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import {
  FIELD_MANAGER,
  clusterProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { statusMessage } from '../../kubernetes';
import type { ClusterAnswer, ClusterWriter } from '../../kubernetes';
import { isGenerated, withGeneratedValues } from './generatedSecret';
import type { Manifest } from './parseManifests';
import { withoutManifestValues } from './withoutManifestValues';

const APPLY_TYPE = 'application/apply-patch+yaml';

/** Objects in one page of a list. */
const PAGE = 250;
/** Objects in all pages of a list. */
const MAX_LISTED = 2_500;

/** Retries of a deletion whose precondition failed because only the status changed, as it does in a rollout. */
const MAX_DELETE_RETRIES = 5;

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

/** Object in a list; lists leave out apiVersion and kind. */
export type ListedObject = z.infer<typeof listedSchema>;

/** An object to write. */
interface ObjectWrite {
  cluster: string;
  /** API path of the object */
  path: string;
  manifest: Manifest;
  signal: AbortSignal;
  isDryRun: boolean;
}

/** An object to delete. */
interface ObjectRemoval {
  cluster: string;
  /** API path of the object */
  path: string;
  /** The object as it was planned to be deleted */
  seen: ListedObject;
  signal: AbortSignal;
  isDryRun: boolean;
}

/** Reads and writes objects of clusters, one request each. */
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

  /** Applies an object. A Secret with generated values is only created. */
  apply(write: ObjectWrite): Promise<ClusterAnswer> {
    return isGenerated(write.manifest)
      ? this.create(write)
      : this.#serverSideApply(write);
  }

  /** Creates an object. An existing object stays as it is, and the answer has status 200. */
  async create({
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
    return withoutManifestValues(
      answer.status === 409 ? { ...answer, status: 200 } : answer,
      manifest,
    );
  }

  async #serverSideApply({
    cluster,
    path,
    manifest,
    signal,
    isDryRun,
  }: ObjectWrite): Promise<ClusterAnswer> {
    const answer = await this.#writer.send(cluster, {
      method: 'PATCH',
      path,
      // Fields of another manager are a conflict, which names that manager.
      query: { ...queryOf(isDryRun), force: 'false' },
      body: JSON.stringify(manifest),
      contentType: APPLY_TYPE,
      signal,
    });
    return withoutManifestValues(answer, manifest);
  }

  /**
   * Lists all objects of a collection, page by page.
   *
   * @returns the objects, or the answer with which the API server refused
   * @throws InputError when there are too many
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
        method: 'GET',
        path,
        signal,
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
      if (next && items.length >= MAX_LISTED) {
        throw problemError(
          InputError,
          clusterProblem('objectsTooMany', {
            cluster,
            most: MAX_LISTED,
            path: labelSelector
              ? `${path}?labelSelector=${labelSelector}`
              : path,
          }),
        );
      }
    } while (next);
    return { items };
  }

  /**
   * Deletes an object as it was seen. An object that changed in more than its status,
   * or another object with the same name, is a conflict. An object that does not exist
   * any more counts as deleted.
   */
  async delete(removal: ObjectRemoval): Promise<ClusterAnswer> {
    let answer = await this.#delete(removal);
    let { seen } = removal;
    for (
      let left = MAX_DELETE_RETRIES;
      answer.status === 409 && left > 0;
      left--
    ) {
      const { cluster, path, signal } = removal;
      const now = await this.read(cluster, path, signal);
      if (now.status === 404) return { ...now, status: 200 };
      if (now.status !== 200) break;
      const object = listedSchema.parse(JSON.parse(now.text));
      if (!isDeepStrictEqual(withoutStatus(object), withoutStatus(seen))) break;
      seen = object;
      answer = await this.#delete({ ...removal, seen });
    }
    return answer.status === 404 ? { ...answer, status: 200 } : answer;
  }

  #delete({
    cluster,
    path,
    seen,
    signal,
    isDryRun,
  }: ObjectRemoval): Promise<ClusterAnswer> {
    const { uid, resourceVersion } = seen.metadata;
    return this.#writer.send(cluster, {
      method: 'DELETE',
      path,
      signal,
      // The API server ignores the query when there is a body. Should a proxy drop the
      // body, the query keeps a dry run from deleting.
      query: isDryRun ? { dryRun: 'All' } : {},
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid, resourceVersion },
        propagationPolicy: 'Background',
        ...(isDryRun && { dryRun: ['All'] }),
      }),
      contentType: 'application/json',
    });
  }
}

/** An object without its status and bookkeeping. */
function withoutStatus(object: ListedObject): object {
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

/** Message of the API server's answer; the status, such as `HTTP 502`, if it has none. */
export function apiErrorMessage({ status, text }: ClusterAnswer): string {
  return statusMessage(text) ?? `HTTP ${status}`;
}
