import { InputError, NotAllowedError } from '@backstage/errors';
import {
  FAIRWAY_ACTOR,
  FAIRWAY_APPLY_SET,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ApplyAction,
  ApplyPlan,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAnswer, ClusterWriter } from '../../kubernetes';
import { matchesNamespace } from '../../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../../config/readDeliveryConfig';
import { refusalOf } from './applyGuards';
import type { Candidate } from './applyGuards';
import { orderOf } from './applyOrder';
import { changesBetween } from './changesBetween';
import { ClusterObjects, apiErrorMessage } from './ClusterObjects';
import { isGenerated } from './generatedSecret';
import { missingNamespaces } from './missingNamespaces';
import type { NewNamespaces } from './newNamespace';
import { parseManifests, refOf } from './parseManifests';
import type { Manifest } from './parseManifests';
import { PrunePlanner } from './PrunePlanner';
import { ServedKinds } from './ServedKinds';
import type { ResourcePath } from './ServedKinds';

/** For whom, and of which service, something is applied. */
export interface ApplyTarget {
  entityRef: string;
  id: string | undefined;
  /** Entity ref of the person */
  actor: string;
  /** Whether the person may see configuration there */
  mayReadValues: boolean;
  /** Whether the catalog does not have the service yet: nothing can be its own */
  isDraft: boolean;
  /** Entity refs of others that say the same of what runs */
  conflictingOwners: string[];
}

/** A plan, with what carries it out. */
export interface PreparedApply {
  plan: ApplyPlan;
  /** Applies one object of the plan for real, or deletes it where the plan says so. */
  apply(index: number, signal: AbortSignal): Promise<ClusterAnswer>;
}

/** Works out what applying manifests would do, by the API server's own dry run. */
export class ApplyPlanner {
  readonly #writer: ClusterWriter;
  readonly #objects: ClusterObjects;
  readonly #served: ServedKinds;
  readonly #pruner: PrunePlanner;
  readonly #environments: EnvironmentConfig[];
  readonly #kinds: readonly string[];
  readonly #newNamespaces: NewNamespaces | undefined;

  static create(options: {
    writer: ClusterWriter;
    environments: EnvironmentConfig[];
    /** As `apps/Deployment`, `/Service` */
    kinds: readonly string[];
    /** What new namespaces begin with; none are made without */
    newNamespaces: NewNamespaces | undefined;
  }): ApplyPlanner {
    return new ApplyPlanner(options);
  }

  private constructor(options: Parameters<typeof ApplyPlanner.create>[0]) {
    this.#writer = options.writer;
    this.#objects = ClusterObjects.create(options.writer);
    this.#served = ServedKinds.create(options.writer);
    this.#pruner = PrunePlanner.create({
      ...{ objects: this.#objects, kinds: this.#served },
    });
    this.#environments = options.environments;
    this.#kinds = options.kinds;
    this.#newNamespaces = options.newNamespaces;
  }

  /**
   * @throws InputError for manifests that cannot be read, NotAllowedError where
   * the cluster may not be changed
   */
  async prepare(
    action: ApplyAction,
    target: ApplyTarget,
    signal: AbortSignal,
  ): Promise<PreparedApply> {
    const { environment: name, manifests, namespace, applySet } = action;
    const environment = this.#environments.find(each => each.name === name);
    if (!environment) {
      throw new InputError(
        `There is no environment '${name}'; there are ${this.#environments.map(each => each.name).join(', ')}`,
      );
    }
    const { cluster, namespaces } = environment;
    if (!this.#writer.isEnabled(cluster)) {
      throw new NotAllowedError(
        `Cluster '${cluster}' only reads: delivery.clusters gives no credential to change it with`,
      );
    }
    const [only] = namespaces;
    const isOne = namespaces.length === 1 && !only.includes('*');
    const parsed =
      manifests === ''
        ? []
        : parseManifests(manifests, namespace ?? (isOne ? only : undefined));
    const wanted = parsed
      .map(manifest => marked(manifest, target.actor, applySet))
      .sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
    const names = wanted.map(({ metadata }) => metadata.namespace);
    if (manifests === '' && namespace !== undefined) {
      if (!matchesNamespace(environment, namespace)) {
        throw new InputError(
          `Namespace '${namespace}' is not one of environment '${name}'`,
        );
      }
      names.push(namespace);
    }
    const namespaceObjects = action.createNamespace
      ? await missingNamespaces(environment, names, {
          ...{ objects: this.#objects, served: this.#served, signal },
          begins: this.#newNamespaces,
        })
      : [];
    const missing = new Set(
      namespaceObjects
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    );
    const all = [...namespaceObjects, ...wanted];
    const served = await this.#served.places(cluster, all, signal);
    const places = served.map((place, index) =>
      // A namespace is of the whole cluster, and only the portal's own are made.
      index < namespaceObjects.length && 'lacks' in place
        ? { path: `/api/v1/namespaces/${all[index].metadata.name}` }
        : place,
    );
    const applied = await Promise.all(
      all.map((manifest, index) => {
        const place = places[index];
        const isFounded = index < namespaceObjects.length;
        if ('lacks' in place) {
          return this.#planUnknownKind(environment, manifest, place, target);
        }
        return isFounded || missing.has(manifest.metadata.namespace)
          ? this.#planInNewNamespace(environment, manifest, isFounded, target)
          : this.#plan(environment, manifest, place.path, target, signal);
      }),
    );
    const { mayReadValues } = target;
    const candidate = this.#candidate(environment, target);
    const deletions =
      action.prune && applySet !== undefined
        ? await this.#pruner.plan(
            { applySet, wanted, candidate, mayReadValues },
            signal,
          )
        : [];
    const objects = [...applied, ...deletions.map(each => each.planned)];
    const canApply = objects.every(({ result }) => result !== 'refused');
    return {
      plan: { environment: name, cluster, canApply, objects },
      apply: (index, until) => {
        if (index >= all.length) {
          return deletions[index - all.length].remove(until);
        }
        const place = places[index];
        const write = {
          ...{ cluster, path: 'path' in place ? place.path : '' },
          ...{ manifest: all[index], signal: until, isDryRun: false },
        };
        return index < namespaceObjects.length
          ? this.#objects.make(write)
          : this.#objects.put(write);
      },
    };
  }

  /** Of what the cluster has no place for, as far as it knows now. */
  #planUnknownKind(
    environment: EnvironmentConfig,
    manifest: Manifest,
    { lacks }: Extract<ResourcePath, { lacks: string }>,
    target: ApplyTarget,
  ): PlannedObject {
    const candidate = this.#candidate(environment, target);
    const isAllowed = refusalOf({ ...candidate, manifest }) === undefined;
    return {
      ...refOf(manifest),
      result: 'refused',
      changes: [],
      reason: `Cluster '${environment.cluster}' has no namespaced kind ${manifest.kind} in '${manifest.apiVersion}'`,
      ...(lacks === 'kind' && isAllowed && { kindNotServed: true }),
      warnings: [],
    };
  }

  /** Of what is in a namespace to come, of which the API server cannot say more. */
  #planInNewNamespace(
    environment: EnvironmentConfig,
    manifest: Manifest,
    isFounded: boolean,
    target: ApplyTarget,
  ): PlannedObject {
    const reason = isFounded
      ? undefined
      : refusalOf({ ...this.#candidate(environment, target), manifest });
    return {
      ...refOf(manifest),
      result: reason === undefined ? 'create' : 'refused',
      changes: [],
      reason,
      warnings: [],
    };
  }

  /** What the guards go by, before anything is asked of the cluster. */
  #candidate(
    environment: EnvironmentConfig,
    { entityRef, id, isDraft, conflictingOwners }: ApplyTarget,
  ): Omit<Candidate, 'manifest'> {
    return {
      ...{ live: undefined, environment, kinds: this.#kinds },
      ...{ entityRef, id, isDraft, conflictingOwners },
    };
  }

  async #plan(
    environment: EnvironmentConfig,
    manifest: Manifest,
    path: string,
    target: ApplyTarget,
    signal: AbortSignal,
  ): Promise<PlannedObject> {
    const refused = (
      reason: string,
      warnings: string[] = [],
    ): PlannedObject => ({
      ...refOf(manifest),
      result: 'refused',
      changes: [],
      reason,
      warnings,
    });
    const candidate = { ...this.#candidate(environment, target), manifest };
    // Before anything is asked of the cluster: of what may not be applied, nothing is told.
    const outright = refusalOf(candidate);
    if (outright !== undefined) return refused(outright);
    const { cluster } = environment;
    // Nobody reads a Secret, not even to see whether it is there.
    const tries = () =>
      this.#objects.put({ cluster, path, manifest, signal, isDryRun: true });
    if (isGenerated(manifest)) {
      const made = await tries();
      if (made.status >= 300)
        return refused(apiErrorMessage(made), made.warnings);
      return {
        ...refOf(manifest),
        result: made.status === 201 ? 'create' : 'unchanged',
        changes: [],
        warnings: made.warnings,
      };
    }
    const read = await this.#objects.read(cluster, path, signal);
    if (![200, 404].includes(read.status))
      return refused(apiErrorMessage(read));
    const live: unknown =
      read.status === 200 ? JSON.parse(read.text) : undefined;
    const reason = refusalOf({ ...candidate, live });
    if (reason !== undefined) return refused(reason);
    const tried = await tries();
    if (tried.status >= 300)
      return refused(apiErrorMessage(tried), tried.warnings);
    const changes = changesBetween(live, JSON.parse(tried.text), {
      withValues: target.mayReadValues,
    });
    const changed = changes.length ? 'update' : 'unchanged';
    return {
      ...refOf(manifest),
      result: live === undefined ? 'create' : changed,
      changes,
      warnings: tried.warnings,
    };
  }
}

/** With the person, so that what is recorded of a release can name one, and the set. */
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
