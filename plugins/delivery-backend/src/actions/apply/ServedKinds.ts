import { ServiceUnavailableError } from '@backstage/errors';
import {
  clusterProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterWriter } from '../../kubernetes';
import { apiErrorMessage } from './ClusterObjects';
import type { Manifest } from './parseManifests';

const resourcesSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});
const groupVersion = z.object({ groupVersion: z.string() });
const groupSchema = z.object({
  preferredVersion: groupVersion,
  versions: z.array(groupVersion),
});

/** API path of an object, or why it has none. */
export type ResourcePath =
  | { path: string }
  /** `kind`: the cluster does not serve the kind; `namespace`: the kind is cluster-scoped */
  | { missing: 'kind' | 'namespace' };

/** A namespaced kind that a cluster serves. */
export interface ServedKind {
  apiVersion: string;
  kind: string;
  /** API path of the kind's collection in a namespace */
  pathIn(namespace: string): string;
}

/**
 * Kinds that clusters serve, from the API server's discovery. It is read each time,
 * because a CustomResourceDefinition may have been created a moment ago.
 */
export class ServedKinds {
  readonly #writer: Pick<ClusterWriter, 'send'>;

  static create(writer: Pick<ClusterWriter, 'send'>): ServedKinds {
    return new ServedKinds(writer);
  }

  private constructor(writer: Pick<ClusterWriter, 'send'>) {
    this.#writer = writer;
  }

  /** API path of each object. */
  async paths(
    cluster: string,
    manifests: Manifest[],
    signal: AbortSignal,
  ): Promise<ResourcePath[]> {
    const versions = [...new Set(manifests.map(each => each.apiVersion))];
    const known = new Map(
      await Promise.all(
        versions.map(
          async version =>
            [version, await this.#kinds(cluster, version, signal)] as const,
        ),
      ),
    );
    return manifests.map(({ apiVersion, kind, metadata }) => {
      const found = known.get(apiVersion)?.get(kind);
      if (!found) return { missing: 'kind' };
      return found.isNamespaced
        ? { path: `${found.pathIn(metadata.namespace)}/${metadata.name}` }
        : { missing: 'namespace' };
    });
  }

  /**
   * Served versions of kinds, each in the version that the API server prefers. Kinds
   * that are not served in namespaces are left out.
   *
   * @param kinds - group and kind, such as `apps/Deployment`
   */
  async find(
    cluster: string,
    kinds: readonly string[],
    signal: AbortSignal,
  ): Promise<ServedKind[]> {
    const groups = [...new Set(kinds.map(kind => kind.split('/')[0]))];
    const found = groups.map(async group => {
      const versions = await this.#versions(cluster, group, signal);
      const known = await Promise.all(
        versions.map(version => this.#kinds(cluster, version, signal)),
      );
      const wanted = kinds.filter(kind => kind.startsWith(`${group}/`));
      return wanted.flatMap(name => {
        const kind = name.slice(group.length + 1);
        const served = known.find(each => each.has(kind))?.get(kind);
        return served?.isNamespaced ? [served] : [];
      });
    });
    return (await Promise.all(found)).flat();
  }

  /** Group versions such as `apps/v1`, the preferred one first. */
  async #versions(
    cluster: string,
    group: string,
    signal: AbortSignal,
  ): Promise<string[]> {
    if (group === '') return ['v1'];
    const answer = await this.#read(cluster, `/apis/${group}`, signal);
    if (answer === undefined) return [];
    const { preferredVersion, versions } = groupSchema.parse(answer);
    return [
      ...new Set([preferredVersion, ...versions].map(v => v.groupVersion)),
    ];
  }

  async #kinds(
    cluster: string,
    apiVersion: string,
    signal: AbortSignal,
  ): Promise<Map<string, ServedKind & { isNamespaced: boolean }>> {
    const root = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const answer = await this.#read(cluster, root, signal);
    if (answer === undefined) return new Map();
    const { resources } = resourcesSchema.parse(answer);
    return new Map(
      resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => [
          kind,
          {
            apiVersion,
            kind,
            isNamespaced: namespaced,
            pathIn: namespace => `${root}/namespaces/${namespace}/${name}`,
          },
        ]),
    );
  }

  /** Undefined for 404. */
  async #read(
    cluster: string,
    path: string,
    signal: AbortSignal,
  ): Promise<unknown> {
    const request = { method: 'GET', path, signal } as const;
    const answer = await this.#writer.send(cluster, request);
    if (answer.status === 404) return undefined;
    if (answer.status === 200) return JSON.parse(answer.text);
    throw problemError(
      ServiceUnavailableError,
      clusterProblem('kindsUnreadable', {
        cluster,
        answer: apiErrorMessage(answer),
      }),
    );
  }
}
