import { stringifyEntityRef } from '@backstage/catalog-model';
import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  PlannedObject,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  GuardedObject,
} from '@fairway/backstage-plugin-delivery-node';
import type { ClusterAnswer } from '../../kubernetes';
import type { ApplyRequest } from './ApplyRequest';
import type { ApplyStep } from './ApplyStep';
import { lastWriteOf } from './ApplyStep';
import { changesBetween } from './changesBetween';
import { apiErrorMessage } from './ClusterObjects';
import type { ClusterObjects } from './ClusterObjects';
import { isGenerated } from './generatedSecret';
import type { GeneratedSecrets } from './GeneratedSecrets';
import { refOf } from './parseManifests';
import type { Manifest } from './parseManifests';
import type { ResourcePath } from './ServedKinds';

/** A manifest to plan. */
export interface ManifestToPlan {
  manifest: Manifest;
  /** All manifests of the request */
  written: Manifest[];
  resource: ResourcePath;
  /** Whether the same request creates its namespace */
  isInNewNamespace: boolean;
}

/** Creates the step of an object from its plan. */
type NewStep = (
  object: PlannedObject,
  rest?: Pick<ApplyStep, 'lastWrite' | 'guarded' | 'versions'>,
) => ApplyStep;

/** Plans what applying one manifest would do, by the guards and the API server's dry run. */
export class ManifestPlanner {
  readonly #objects: ClusterObjects;
  readonly #secrets: GeneratedSecrets;

  static create(options: {
    objects: ClusterObjects;
    secrets: GeneratedSecrets;
  }): ManifestPlanner {
    return new ManifestPlanner(options);
  }

  private constructor(options: Parameters<typeof ManifestPlanner.create>[0]) {
    this.#objects = options.objects;
    this.#secrets = options.secrets;
  }

  async plan(
    request: ApplyRequest,
    { manifest, written, resource, isInNewNamespace }: ManifestToPlan,
  ): Promise<ApplyStep> {
    const { environment, context } = request;
    const { cluster } = environment;
    const guarded: GuardedObject = {
      environment: environment.name,
      operation: 'write',
      manifest,
      written,
      isRead: false,
    };
    const path = 'path' in resource ? resource.path : '';
    const step: NewStep = (object, rest = {}) => ({
      planned: object,
      path,
      ...(rest.versions && { versions: rest.versions }),
      ...(rest.lastWrite !== undefined && { lastWrite: rest.lastWrite }),
      guarded: rest.guarded ?? guarded,
      execute: signal =>
        isGenerated(manifest)
          ? this.#createSecret(cluster, path, manifest, { context, signal })
          : this.#objects.apply({
              cluster,
              path,
              manifest,
              signal,
              isDryRun: false,
            }),
    });
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
    // A generated Secret is not even looked up, so that the plan does not reveal
    // whether it exists. The API server cannot try objects in a namespace that does
    // not exist.
    return isGenerated(manifest) || isInNewNamespace
      ? planNewObject(context, { ...guarded, isRead: true }, manifest, step)
      : this.#tryManifest(request, manifest, { path, guarded, step });
  }

  /**
   * Creates a Secret with generated values. An existing Secret stays as it is. It may
   * be in the request again only if the portal has created it for the same service:
   * otherwise the other objects of the request could read it.
   */
  async #createSecret(
    cluster: string,
    path: string,
    manifest: Manifest,
    { context, signal }: { context: ActionContext; signal: AbortSignal },
  ): Promise<ClusterAnswer | { refusal: Refusal }> {
    const { namespace, name } = manifest.metadata;
    const secret = { cluster, namespace, name };
    const entityRef = context.entity && stringifyEntityRef(context.entity);
    const answer = await this.#objects.create({
      cluster,
      path,
      manifest,
      signal,
      isDryRun: false,
    });
    if (answer.status === 201 && entityRef !== undefined) {
      await this.#secrets.add(secret, entityRef);
    }
    const isTaken =
      answer.status === 200 &&
      (entityRef === undefined ||
        !(await this.#secrets.belongsTo(secret, entityRef)));
    return isTaken
      ? { refusal: refusal('secretExists', { namespace, name }) }
      : answer;
  }

  async #tryManifest(
    { environment, context, mayReadValues }: ApplyRequest,
    manifest: Manifest,
    options: { path: string; guarded: GuardedObject; step: NewStep },
  ): Promise<ApplyStep> {
    const { path, step } = options;
    const { cluster } = environment;
    const { signal } = context;
    const serverRefused = (answer: ClusterAnswer, warnings: string[] = []) =>
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
    const guarded = { ...options.guarded, isRead: true, existing };
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
    const after: unknown = JSON.parse(tried.text);
    const changes = changesBetween(existing, after, {
      withValues: mayReadValues,
    });
    const changed = changes.length ? 'update' : 'unchanged';
    const lastWrite = lastWriteOf(existing);
    return step(
      {
        ...planned(manifest, existing === undefined ? 'create' : changed),
        changes,
        warnings: tried.warnings,
      },
      {
        guarded,
        versions: { before: existing, after },
        ...(lastWrite !== undefined && { lastWrite }),
      },
    );
  }
}

/** Plans an object that is created unless it exists. */
async function planNewObject(
  { checkObject }: ActionContext,
  guarded: GuardedObject,
  manifest: Manifest,
  step: NewStep,
): Promise<ApplyStep> {
  const refused = await checkObject(guarded);
  return step(
    refused ? refusedObject(manifest, refused) : planned(manifest, 'create'),
    { guarded },
  );
}

/** Plan of an object without changes to show. */
export function planned(
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
