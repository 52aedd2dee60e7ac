import { NotAllowedError, InputError } from '@backstage/errors';
import {
  FAIRWAY_ACTOR,
  FAIRWAY_APPLY_SET,
  clusterProblem,
  problemError,
  refusal,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  PlannedObject,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionContext } from '@fairway/backstage-plugin-delivery-node';
import type { ClusterWriter } from '../../kubernetes';
import { matchesNamespace } from '../../config';
import type { NewNamespaces } from '../../config';
import type { ApplyRequest } from './ApplyRequest';
import type { ApplyStep } from './ApplyStep';
import { lastWriteOf } from './ApplyStep';
import { orderOf } from './applyOrder';
import { changesBetween } from './changesBetween';
import { ClusterObjects, apiErrorMessage } from './ClusterObjects';
import { isGenerated } from './generatedSecret';
import { missingNamespaces } from './missingNamespaces';
import { parseManifests, refOf } from './parseManifests';
import type { Manifest } from './parseManifests';
import { PrunePlanner } from './PrunePlanner';
import { ServedKinds } from './ServedKinds';
import type { ResourcePath } from './ServedKinds';

/** Plans what applying manifests would do, by the API server's own dry run. */
export class ApplyPlanner {
  readonly #writer: ClusterWriter;
  readonly #objects: ClusterObjects;
  readonly #served: ServedKinds;
  readonly #pruner: PrunePlanner;
  readonly #newNamespaces: NewNamespaces | undefined;

  static create(options: {
    writer: ClusterWriter;
    /** Kinds that may be applied, such as `apps/Deployment` or `/Service` */
    kinds: readonly string[];
    /** Content of new namespaces; without it none are created */
    newNamespaces: NewNamespaces | undefined;
  }): ApplyPlanner {
    return new ApplyPlanner(options);
  }

  private constructor(options: Parameters<typeof ApplyPlanner.create>[0]) {
    this.#writer = options.writer;
    this.#objects = ClusterObjects.create(options.writer);
    this.#served = ServedKinds.create(options.writer);
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
        this.#planManifest(
          request,
          manifest,
          paths[created.length + index],
          missing.has(manifest.metadata.namespace),
        ),
      ),
    ]);
    const deletions =
      prune && applySet !== undefined
        ? await this.#pruner.plan({ ...request, applySet, wanted })
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

  async #planManifest(
    request: ApplyRequest,
    manifest: Manifest,
    resource: ResourcePath,
    isInNewNamespace: boolean,
  ): Promise<ApplyStep> {
    const { environment, context } = request;
    const { cluster } = environment;
    const guarded = { environment: environment.name, manifest };
    const step = (object: PlannedObject, lastWrite?: string): ApplyStep => {
      const path = 'path' in resource ? resource.path : '';
      return {
        planned: object,
        path,
        ...(lastWrite !== undefined && { lastWrite }),
        guarded,
        execute: signal =>
          this.#objects.apply({
            cluster,
            path,
            manifest,
            signal,
            isDryRun: false,
          }),
      };
    };
    // Checked before the cluster is read, so that a refusal reveals nothing.
    const refused = await context.checkObject(guarded);
    if ('missing' in resource) {
      const { apiVersion, kind } = manifest;
      const notServed = refusal('kindNotServed', { cluster, kind, apiVersion });
      return step({
        ...refusedObject(manifest, notServed),
        ...(resource.missing === 'kind' && !refused && { kindNotServed: true }),
      });
    }
    if (refused) return step(refusedObject(manifest, refused));
    // The API server cannot try objects in a namespace that does not exist.
    if (isInNewNamespace) return step(planned(manifest, 'create'));
    return isGenerated(manifest)
      ? step(
          await this.#tryGenerated(cluster, resource.path, manifest, context),
        )
      : this.#tryManifest(request, manifest, resource.path, step);
  }

  /** A generated Secret is never read, not even to see whether it exists. */
  async #tryGenerated(
    cluster: string,
    path: string,
    manifest: Manifest,
    { signal }: ActionContext,
  ): Promise<PlannedObject> {
    const tried = await this.#objects.apply({
      cluster,
      path,
      manifest,
      signal,
      isDryRun: true,
    });
    if (tried.status >= 300) {
      return refusedObject(
        manifest,
        refusal('serverRefused', { message: apiErrorMessage(tried) }),
        tried.warnings,
      );
    }
    return {
      ...planned(manifest, tried.status === 201 ? 'create' : 'unchanged'),
      warnings: tried.warnings,
    };
  }

  async #tryManifest(
    { environment, context, mayReadValues }: ApplyRequest,
    manifest: Manifest,
    path: string,
    step: (object: PlannedObject, lastWrite?: string) => ApplyStep,
  ): Promise<ApplyStep> {
    const { cluster } = environment;
    const { signal } = context;
    const serverRefused = (
      answer: Parameters<typeof apiErrorMessage>[0],
      warnings: string[] = [],
    ) =>
      step(
        refusedObject(
          manifest,
          refusal('serverRefused', { message: apiErrorMessage(answer) }),
          warnings,
        ),
      );
    const read = await this.#objects.read(cluster, path, signal);
    if (![200, 404].includes(read.status)) return serverRefused(read);
    const existing: unknown =
      read.status === 200 ? JSON.parse(read.text) : undefined;
    const guarded = { environment: environment.name, manifest, existing };
    const refused = await context.checkObject(guarded);
    if (refused) return step(refusedObject(manifest, refused));
    const tried = await this.#objects.apply({
      cluster,
      path,
      manifest,
      signal,
      isDryRun: true,
    });
    if (tried.status >= 300) return serverRefused(tried, tried.warnings);
    const changes = changesBetween(existing, JSON.parse(tried.text), {
      withValues: mayReadValues,
    });
    const changed = changes.length ? 'update' : 'unchanged';
    return {
      ...step(
        {
          ...planned(manifest, existing === undefined ? 'create' : changed),
          changes,
          warnings: tried.warnings,
        },
        lastWriteOf(existing),
      ),
      guarded,
    };
  }
}

function planned(
  manifest: Manifest,
  result: PlannedObject['result'],
): PlannedObject {
  return { ...refOf(manifest), result, changes: [], warnings: [] };
}

function refusedObject(
  manifest: Manifest,
  reason: Refusal,
  warnings: string[] = [],
): PlannedObject {
  return { ...planned(manifest, 'refused'), refusal: reason, warnings };
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
