import { InputError, NotAllowedError } from '@backstage/errors';
import { FAIRWAY_ACTOR } from '@fairway/backstage-plugin-delivery-common';
import type {
  ApplyAction,
  ApplyPlan,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAnswer, ClusterWriter } from '../access/ClusterAccess';
import { matchesNamespace } from '../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { refusalOf } from './applyGuards';
import type { Candidate } from './applyGuards';
import { orderOf } from './applyOrder';
import { changesBetween } from './changesBetween';
import { ClusterObjects, saidBy } from './ClusterObjects';
import { isGenerated } from './generatedSecret';
import { newNamespace } from './newNamespace';
import type { NewNamespaces } from './newNamespace';
import { parseManifests, refOf } from './parseManifests';
import type { Manifest } from './parseManifests';

/** For whom, and of which service, something is applied. */
export interface ApplyTarget {
  entityRef: string;
  id: string | undefined;
  /** Entity ref of the person */
  actor: string;
  /** Whether the person may see configuration there */
  mayReadValues: boolean;
  /** Whether the catalog does not have the service yet: nothing can be its own */
  isToCome: boolean;
}

/** A plan, with what carries it out. */
export interface PreparedApply {
  plan: ApplyPlan;
  /** Applies one object of the plan for real. */
  apply(index: number, signal: AbortSignal): Promise<ClusterAnswer>;
}

/** Works out what applying manifests would do, by the API server's own dry run. */
export class ApplyPlanner {
  readonly #writer: ClusterWriter;
  readonly #objects: ClusterObjects;
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
    this.#environments = options.environments;
    this.#kinds = options.kinds;
    this.#newNamespaces = options.newNamespaces;
  }

  /**
   * @throws InputError for manifests that cannot be read, NotAllowedError where
   * the cluster may not be changed
   */
  async prepare(
    { environment: name, manifests, namespace, makesNamespace }: ApplyAction,
    target: ApplyTarget,
    signal: AbortSignal,
  ): Promise<PreparedApply> {
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
    const wanted = parseManifests(
      manifests,
      namespace ?? (isOne ? only : undefined),
    )
      .map(manifest => withActor(manifest, target.actor))
      .sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
    const founded = makesNamespace
      ? await this.#missingNamespaces(environment, wanted, signal)
      : [];
    const missing = new Set(founded.map(({ metadata }) => metadata.namespace));
    const all = [...founded, ...wanted];
    const namespaced = await this.#objects.paths(cluster, all, signal);
    const paths = namespaced.map((path, index) =>
      // A namespace is of the whole cluster, and only the portal's own are made.
      index < founded.length
        ? (path ?? `/api/v1/namespaces/${all[index].metadata.name}`)
        : path,
    );
    const objects = await Promise.all(
      all.map((manifest, index) => {
        const isFounded = index < founded.length;
        return isFounded || missing.has(manifest.metadata.namespace)
          ? this.#planUnseen(environment, manifest, isFounded, target)
          : this.#plan(environment, manifest, paths[index], target, signal);
      }),
    );
    const isPossible = objects.every(({ result }) => result !== 'refused');
    return {
      plan: { environment: name, cluster, isPossible, objects },
      apply: (index, until) => {
        const write = {
          ...{ cluster, path: paths[index] ?? '', manifest: all[index] },
          ...{ signal: until, isDryRun: false },
        };
        return index < founded.length
          ? this.#objects.make(write)
          : this.#objects.put(write);
      },
    };
  }

  /** What the namespaces of objects begin with, of those that are not there. */
  async #missingNamespaces(
    environment: EnvironmentConfig,
    wanted: Manifest[],
    signal: AbortSignal,
  ): Promise<Manifest[]> {
    const begins = this.#newNamespaces;
    const names = new Set(wanted.map(({ metadata }) => metadata.namespace));
    const founded = [...names]
      .filter(name => matchesNamespace(environment, name))
      .map(async name => {
        const path = `/api/v1/namespaces/${name}`;
        const { cluster } = environment;
        const read = await this.#objects.read(cluster, path, signal);
        if (read.status === 200) return [];
        if (read.status !== 404) {
          throw new InputError(
            `Whether there is a namespace '${name}' cannot be seen: ${saidBy(read)}`,
          );
        }
        if (begins) return newNamespace(name, begins);
        throw new InputError(
          `There is no namespace '${name}', and this portal makes none: delivery.apply.newNamespaces does not say what new ones begin with`,
        );
      });
    return (await Promise.all(founded)).flat();
  }

  /** Of what is in a namespace to come, of which the API server cannot say more. */
  #planUnseen(
    environment: EnvironmentConfig,
    manifest: Manifest,
    isFounded: boolean,
    target: ApplyTarget,
  ): PlannedObject {
    const reason = isFounded
      ? undefined
      : refusalOf(this.#candidate(environment, manifest, target));
    return {
      ...refOf(manifest),
      result: reason === undefined ? 'create' : 'refused',
      changes: [],
      reason,
      warnings: [],
    };
  }

  /** An object as the guards see it before anything is asked of the cluster. */
  #candidate(
    environment: EnvironmentConfig,
    manifest: Manifest,
    { entityRef, id, isToCome }: ApplyTarget,
  ): Candidate {
    return {
      ...{ manifest, live: undefined, environment, kinds: this.#kinds },
      ...{ entityRef, id, isToCome },
    };
  }

  async #plan(
    environment: EnvironmentConfig,
    manifest: Manifest,
    path: string | undefined,
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
    if (path === undefined) {
      return refused(
        `Cluster '${environment.cluster}' has no namespaced kind ${manifest.kind} in '${manifest.apiVersion}'`,
      );
    }
    const candidate = this.#candidate(environment, manifest, target);
    // Before anything is asked of the cluster: of what may not be applied, nothing is told.
    const outright = refusalOf(candidate);
    if (outright !== undefined) return refused(outright);
    const { cluster } = environment;
    // Nobody reads a Secret, not even to see whether it is there.
    const tries = () =>
      this.#objects.put({ cluster, path, manifest, signal, isDryRun: true });
    if (isGenerated(manifest)) {
      const made = await tries();
      if (made.status >= 300) return refused(saidBy(made), made.warnings);
      return {
        ...refOf(manifest),
        result: made.status === 201 ? 'create' : 'unchanged',
        changes: [],
        warnings: made.warnings,
      };
    }
    const read = await this.#objects.read(cluster, path, signal);
    if (![200, 404].includes(read.status)) return refused(saidBy(read));
    const live: unknown =
      read.status === 200 ? JSON.parse(read.text) : undefined;
    const reason = refusalOf({ ...candidate, live });
    if (reason !== undefined) return refused(reason);
    const tried = await tries();
    if (tried.status >= 300) return refused(saidBy(tried), tried.warnings);
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

// So that what is recorded of a release can name the person.
function withActor(manifest: Manifest, actor: string): Manifest {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [FAIRWAY_ACTOR]: actor },
    },
  };
}
