import { ServiceUnavailableError } from '@backstage/errors';
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

/** Where an object is, or why it can be nowhere. */
export type ResourcePath =
  | { path: string }
  /** `kind`: the cluster does not serve it; `namespace`: its kind is of the whole cluster */
  | { lacks: 'kind' | 'namespace' };

/** One kind that is served in namespaces. */
export interface ServedKind {
  apiVersion: string;
  kind: string;
  /** Where all of it in a namespace is */
  pathIn(namespace: string): string;
}

/**
 * Which kinds clusters serve, by the API server's own discovery. It is asked
 * anew each time: a CustomResourceDefinition may just have come.
 */
export class ServedKinds {
  readonly #writer: Pick<ClusterWriter, 'send'>;

  static create(writer: Pick<ClusterWriter, 'send'>): ServedKinds {
    return new ServedKinds(writer);
  }

  private constructor(writer: Pick<ClusterWriter, 'send'>) {
    this.#writer = writer;
  }

  /** Where each object is. */
  async places(
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
      if (!found) return { lacks: 'kind' };
      return found.isNamespaced
        ? { path: `${found.pathIn(metadata.namespace)}/${metadata.name}` }
        : { lacks: 'namespace' };
    });
  }

  /**
   * Of kinds without their versions, as `apps/Deployment`, those that are served
   * in namespaces: each in the version that the API server prefers.
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

  /** As `apps/v1`, the preferred one first. */
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
            ...{ apiVersion, kind, isNamespaced: namespaced },
            pathIn: namespace => `${root}/namespaces/${namespace}/${name}`,
          },
        ]),
    );
  }

  /** Undefined where there is none. */
  async #read(
    cluster: string,
    path: string,
    signal: AbortSignal,
  ): Promise<unknown> {
    const request = { method: 'GET', path, signal } as const;
    const answer = await this.#writer.send(cluster, request);
    if (answer.status === 404) return undefined;
    if (answer.status === 200) return JSON.parse(answer.text);
    throw new ServiceUnavailableError(
      `Which kinds cluster '${cluster}' has cannot be seen: ${apiErrorMessage(answer)}`,
    );
  }
}
