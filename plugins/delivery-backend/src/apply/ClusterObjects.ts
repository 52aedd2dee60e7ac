import { FIELD_MANAGER } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterAnswer, ClusterWriter } from '../access/ClusterAccess';
import { statusMessage } from '../cluster/ClusterAnswerError';
import { isGenerated, withGeneratedValues } from './generatedSecret';
import type { Manifest } from './parseManifests';

const APPLY_TYPE = 'application/apply-patch+yaml';

const resourcesSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

/** One object to write. */
interface ObjectWrite {
  cluster: string;
  /** Of the object */
  path: string;
  manifest: Manifest;
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

  /** Where each object is, by the API server's own discovery. */
  async paths(
    cluster: string,
    manifests: Manifest[],
    signal: AbortSignal,
  ): Promise<(string | undefined)[]> {
    const versions = [...new Set(manifests.map(each => each.apiVersion))];
    const known = new Map(
      await Promise.all(
        versions.map(async version => {
          const path = rootOf(version);
          const answer = await this.read(cluster, path, signal);
          const resources =
            answer.status === 200
              ? resourcesSchema.parse(JSON.parse(answer.text)).resources
              : [];
          return [version, resources] as const;
        }),
      ),
    );
    return manifests.map(({ apiVersion, kind, metadata }) => {
      const resource = known
        .get(apiVersion)
        ?.find(
          each =>
            each.kind === kind && each.namespaced && !each.name.includes('/'),
        );
      return (
        resource &&
        [
          rootOf(apiVersion),
          'namespaces',
          metadata.namespace,
          resource.name,
          metadata.name,
        ].join('/')
      );
    });
  }
}

function queryOf(isDryRun: boolean): Record<string, string> {
  return {
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    ...(isDryRun && { dryRun: 'All' }),
  };
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
}

/** The API server's own words, where there are some. */
export function saidBy({ status, text }: ClusterAnswer): string {
  return (
    statusMessage(text) ??
    `The API server answered ${status} without saying why`
  );
}
