import { NotAllowedError, InputError } from '@backstage/errors';
import {
  FAIRWAY_ACTOR,
  FAIRWAY_APPLY_SET,
  clusterProblem,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterWriter } from '../../kubernetes';
import { matchesNamespace } from '../../config';
import type { NewNamespaces } from '../../config';
import type { ApplyRequest } from './ApplyRequest';
import type { ApplyStep } from './ApplyStep';
import { orderOf } from './applyOrder';
import { ClusterObjects } from './ClusterObjects';
import type { GeneratedSecrets } from './GeneratedSecrets';
import { ManifestPlanner, planned } from './ManifestPlanner';
import { missingNamespaces } from './missingNamespaces';
import { parseManifests } from './parseManifests';
import type { Manifest } from './parseManifests';
import { PrunePlanner } from './PrunePlanner';
import { ServedKinds } from './ServedKinds';
import type { ResourcePath } from './ServedKinds';

/** Plans what applying manifests would do, by the API server's own dry run. */
export class ApplyPlanner {
  readonly #writer: ClusterWriter;
  readonly #objects: ClusterObjects;
  readonly #served: ServedKinds;
  readonly #manifests: ManifestPlanner;
  readonly #pruner: PrunePlanner;
  readonly #newNamespaces: NewNamespaces | undefined;

  static create(options: {
    writer: ClusterWriter;
    /** Kinds that may be applied, such as `apps/Deployment` or `/Service` */
    kinds: readonly string[];
    /** Content of new namespaces; without it none are created */
    newNamespaces: NewNamespaces | undefined;
    /** Secrets that the portal has created */
    secrets: GeneratedSecrets;
  }): ApplyPlanner {
    return new ApplyPlanner(options);
  }

  private constructor(options: Parameters<typeof ApplyPlanner.create>[0]) {
    this.#writer = options.writer;
    this.#objects = ClusterObjects.create(options.writer);
    this.#served = ServedKinds.create(options.writer);
    this.#manifests = ManifestPlanner.create({
      objects: this.#objects,
      secrets: options.secrets,
    });
    this.#pruner = PrunePlanner.create({
      objects: this.#objects,
      served: this.#served,
      kinds: options.kinds,
    });
    this.#newNamespaces = options.newNamespaces;
  }

  /**
   * Steps in the order in which they are executed: new namespaces, manifests, then
   * deletions.
   *
   * @throws InputError for manifests that are not valid, NotAllowedError when the
   * portal may not change the cluster
   */
  async plan(request: ApplyRequest): Promise<ApplyStep[]> {
    const { environment, context } = request;
    const { manifests, namespace, applySet, prune } = context.action;
    const { cluster, namespaces } = environment;
    if (!this.#writer.isEnabled(cluster)) {
      throw problemError(
        NotAllowedError,
        clusterProblem('clusterReadOnly', { cluster }),
      );
    }
    const [only] = namespaces;
    const isOne = namespaces.length === 1 && !only.includes('*');
    const parsed =
      manifests === ''
        ? []
        : parseManifests(manifests, namespace ?? (isOne ? only : undefined));
    const wanted = parsed
      .map(manifest => marked(manifest, context.actor.userEntityRef, applySet))
      .sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
    const created = await this.#namespaceObjects(request, wanted);
    const missing = new Set(
      created
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    );
    const paths = await this.#served.paths(
      cluster,
      [...created, ...wanted],
      context.signal,
    );
    const steps = await Promise.all([
      ...created.map((manifest, index) =>
        this.#planNamespaceObject(cluster, manifest, paths[index]),
      ),
      ...wanted.map((manifest, index) =>
        this.#manifests.plan(request, {
          manifest,
          written: wanted,
          resource: paths[created.length + index],
          isInNewNamespace: missing.has(manifest.metadata.namespace),
        }),
      ),
    ]);
    const deletions =
      prune && applySet !== undefined
        ? await this.#pruner.plan({
            ...request,
            applySet,
            // A new namespace has nothing to delete, and cannot be listed.
            wanted: wanted.filter(
              ({ metadata }) => !missing.has(metadata.namespace),
            ),
          })
        : [];
    return [...steps, ...deletions];
  }

  /** Missing namespaces with their content, where they are to be created. */
  async #namespaceObjects(
    { environment, context }: ApplyRequest,
    wanted: Manifest[],
  ): Promise<Manifest[]> {
    const { manifests, namespace, createNamespace } = context.action;
    const names = wanted.map(({ metadata }) => metadata.namespace);
    if (manifests === '' && namespace !== undefined) {
      if (!matchesNamespace(environment, namespace)) {
        throw problemError(
          InputError,
          requestProblem('namespaceNotInEnvironment', {
            namespace,
            environment: environment.name,
          }),
        );
      }
      names.push(namespace);
    }
    return createNamespace
      ? missingNamespaces(environment, names, {
          objects: this.#objects,
          served: this.#served,
          newNamespaces: this.#newNamespaces,
          signal: context.signal,
        })
      : [];
  }

  #planNamespaceObject(
    cluster: string,
    manifest: Manifest,
    resource: ResourcePath,
  ): ApplyStep {
    // A namespace itself is cluster-scoped.
    const path =
      'path' in resource
        ? resource.path
        : `/api/v1/namespaces/${manifest.metadata.name}`;
    return {
      planned: planned(manifest, 'create'),
      path,
      execute: signal =>
        this.#objects.create({
          cluster,
          path,
          manifest,
          signal,
          isDryRun: false,
        }),
    };
  }
}

/** The manifest with the person, whom the recorded release then names, and its set. */
function marked(
  manifest: Manifest,
  actor: string,
  applySet: string | undefined,
): Manifest {
  const { annotations, labels } = manifest.metadata;
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      ...(applySet !== undefined && {
        labels: { ...labels, [FAIRWAY_APPLY_SET]: applySet },
      }),
      annotations: { ...annotations, [FAIRWAY_ACTOR]: actor },
    },
  };
}
