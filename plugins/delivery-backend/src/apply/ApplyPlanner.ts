import { InputError, NotAllowedError } from '@backstage/errors';
import {
  FAIRWAY_ACTOR,
  FIELD_MANAGER,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ApplyAction,
  ApplyPlan,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterAnswer, ClusterWriter } from '../access/ClusterAccess';
import { statusMessage } from '../cluster/ClusterAnswerError';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { refusalOf } from './applyGuards';
import type { Candidate } from './applyGuards';
import { changesBetween } from './changesBetween';
import { orderOf } from './applyOrder';
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
}

/** A plan, with what carries it out. */
export interface PreparedApply {
  plan: ApplyPlan;
  /** Applies one object of the plan for real. */
  apply(index: number, signal: AbortSignal): Promise<ClusterAnswer>;
}

const APPLY_TYPE = 'application/apply-patch+yaml';

const resourcesSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

/** Works out what applying manifests would do, by the API server's own dry run. */
export class ApplyPlanner {
  readonly #writer: ClusterWriter;
  readonly #environments: EnvironmentConfig[];
  readonly #kinds: readonly string[];

  static create(options: {
    writer: ClusterWriter;
    environments: EnvironmentConfig[];
    /** As `apps/Deployment`, `/Service` */
    kinds: readonly string[];
  }): ApplyPlanner {
    return new ApplyPlanner(options);
  }

  private constructor(options: Parameters<typeof ApplyPlanner.create>[0]) {
    this.#writer = options.writer;
    this.#environments = options.environments;
    this.#kinds = options.kinds;
  }

  /**
   * @throws InputError for manifests that cannot be read, NotAllowedError where
   * the cluster may not be changed
   */
  async prepare(
    { environment: name, manifests }: ApplyAction,
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
    const wanted = parseManifests(manifests, isOne ? only : undefined)
      .map(manifest => withActor(manifest, target.actor))
      .sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
    const paths = await this.#paths(cluster, wanted, signal);
    const objects = await Promise.all(
      wanted.map((manifest, index) =>
        this.#plan(environment, manifest, paths[index], target, signal),
      ),
    );
    const isPossible = objects.every(({ result }) => result !== 'refused');
    return {
      plan: { environment: name, cluster, isPossible, objects },
      apply: (index, until) =>
        this.#apply(cluster, paths[index] ?? '', wanted[index], until, false),
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
    const candidate: Candidate = {
      manifest,
      live: undefined,
      environment,
      kinds: this.#kinds,
      entityRef: target.entityRef,
      id: target.id,
    };
    // Before anything is asked of the cluster: of what may not be applied, nothing is told.
    const outright = refusalOf(candidate);
    if (outright !== undefined) return refused(outright);
    const { cluster } = environment;
    const read = await this.#writer.send(cluster, {
      ...{ method: 'GET', path, signal },
    });
    if (![200, 404].includes(read.status)) return refused(saidBy(read));
    const live: unknown =
      read.status === 200 ? JSON.parse(read.text) : undefined;
    const reason = refusalOf({ ...candidate, live });
    if (reason !== undefined) return refused(reason);
    const tried = await this.#apply(cluster, path, manifest, signal, true);
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

  #apply(
    cluster: string,
    path: string,
    manifest: Manifest,
    signal: AbortSignal,
    isDryRun: boolean,
  ): Promise<ClusterAnswer> {
    return this.#writer.send(cluster, {
      method: 'PATCH',
      path,
      query: {
        fieldManager: FIELD_MANAGER,
        // A field of another manager's is a conflict, which names that manager.
        force: 'false',
        fieldValidation: 'Strict',
        ...(isDryRun && { dryRun: 'All' }),
      },
      body: JSON.stringify(manifest),
      contentType: APPLY_TYPE,
      signal,
    });
  }

  /** Where each object is, by the API server's own discovery. */
  async #paths(
    cluster: string,
    manifests: Manifest[],
    signal: AbortSignal,
  ): Promise<(string | undefined)[]> {
    const versions = [...new Set(manifests.map(each => each.apiVersion))];
    const known = new Map(
      await Promise.all(
        versions.map(async version => {
          const path = rootOf(version);
          const answer = await this.#writer.send(cluster, {
            ...{ method: 'GET', path, signal },
          });
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

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
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

/** The API server's own words, where there are some. */
export function saidBy({ status, text }: ClusterAnswer): string {
  return (
    statusMessage(text) ??
    `The API server answered ${status} without saying why`
  );
}
