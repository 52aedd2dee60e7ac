import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import {
  applyActionSchema,
  applyPlanSchema,
  deliveryApplyPermission,
  outcomeMessage,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  AnyAction,
  ApplyAction,
  Clock,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  ActionHandler,
  ActionOutcome,
  ActionPlan,
  ExecutablePlan,
  UnsettledAction,
} from '@fairway/backstage-plugin-delivery-node';
import type { EnvironmentConfig } from '../../config';
import { mapUnreachable } from '../../kubernetes';
import type { ClusterAnswer } from '../../kubernetes';
import { rejection } from '../rejection';
import type { ValueHasher } from '../ValueHasher';
import type { ApplyPlanner } from './ApplyPlanner';
import type { ApplyStep } from './ApplyStep';
import { apiErrorMessage } from './ClusterObjects';
import type { ApplyObserver } from './ApplyObserver';
import { changedFields } from './changesBetween';
import { executeWithNewRights } from './executeWithNewRights';
import { describeObject } from './parseManifests';

/** Changed fields in the audit log of one action; the others are counted. */
const MAX_CHANGES = 1_000;

/** `workload.apply`: applies objects of a service to an environment, one after the other. */
export class ApplyHandler implements ActionHandler<ApplyAction, ApplyStep[]> {
  readonly kind = 'workload.apply';
  readonly schema = applyActionSchema;
  readonly targets = ['service' as const];
  readonly permissions = [deliveryApplyPermission];
  readonly requiresReason = true;
  readonly #options: Parameters<typeof ApplyHandler.create>[0];

  static create(options: {
    planner: ApplyPlanner;
    observer: ApplyObserver;
    environments: EnvironmentConfig[];
    hasher: ValueHasher;
    clock: Clock;
    /** Whether a person may see the configuration of a service in an environment */
    mayReadValues: (
      entity: Entity,
      environment: string,
      credentials: BackstageCredentials,
    ) => Promise<boolean>;
  }): ApplyHandler {
    return new ApplyHandler(options);
  }

  private constructor(options: Parameters<typeof ApplyHandler.create>[0]) {
    this.#options = options;
  }

  async plan(
    context: ActionContext<ApplyAction>,
  ): Promise<ActionPlan<ApplyStep[]>> {
    const { planner, hasher, mayReadValues } = this.#options;
    const { entity, credentials } = context;
    const environment = this.#environmentOf(context);
    const steps = await mapUnreachable(async () =>
      planner.plan({
        environment,
        context,
        mayReadValues:
          entity !== undefined &&
          (await mayReadValues(entity, environment.name, credentials)),
      }),
    );
    const objects = steps.map(step => step.planned);
    const refusals = objects.flatMap(object =>
      object.refusal
        ? [{ ...object.refusal, object: describeObject(object) }]
        : [],
    );
    const preview = applyPlanSchema.parse({
      environment: environment.name,
      cluster: environment.cluster,
      canApply: refusals.length === 0,
      objects,
    });
    const recorded = recordedAction(context.action, objects, hasher);
    const [first, ...others] = refusals;
    if (first) return { refusals: [first, ...others], recorded, preview };
    return {
      refusals: [],
      recorded,
      preview,
      before: beforeOf(environment.cluster, steps, hasher),
      details: steps,
    };
  }

  async execute(
    context: ActionContext<ApplyAction>,
    { details }: ExecutablePlan<ApplyStep[]>,
  ): Promise<ActionOutcome> {
    const done: PlannedObject[] = [];
    const { clock } = this.#options;
    const hasNewRights = new Set<string>();
    for (const step of details) {
      const { planned, guarded } = step;
      const refused = guarded && (await context.checkObject(guarded));
      const answer = refused
        ? { refusal: refused }
        : await mapUnreachable(() =>
            hasNewRights.has(planned.namespace)
              ? executeWithNewRights(step, { clock, signal: context.signal })
              : step.execute(context.signal),
          );
      if ('refusal' in answer) {
        const object = describeObject(planned);
        if (!done.length) throw rejection([{ ...answer.refusal, object }]);
        return stoppedAt(planned, answer.refusal.message, done);
      }
      if (answer.status >= 300) return failedAt(planned, answer, done);
      done.push(planned);
      if (planned.kind === 'RoleBinding') hasNewRights.add(planned.namespace);
    }
    return { state: 'succeeded' };
  }

  observe(
    action: UnsettledAction,
    { signal }: { signal: AbortSignal },
  ): Promise<ActionOutcome> {
    return mapUnreachable(() => this.#options.observer.observe(action, signal));
  }

  #environmentOf({ target }: ActionContext): EnvironmentConfig {
    const { environments } = this.#options;
    const name = 'environment' in target ? target.environment : undefined;
    const environment = environments.find(each => each.name === name);
    if (environment) return environment;
    throw problemError(
      InputError,
      name === undefined
        ? requestProblem('targetEnvironmentMissing')
        : requestProblem('environmentUnknown', {
            environment: name,
            environments: environments.map(each => each.name).join(', '),
          }),
    );
  }
}

/** The action without the content of its manifests. */
function recordedAction(
  { kind, manifests, namespace, applySet, prune }: ApplyAction,
  objects: PlannedObject[],
  hasher: ValueHasher,
): AnyAction {
  return {
    kind,
    ...(namespace !== undefined && { namespace }),
    ...(applySet !== undefined && { applySet }),
    ...(prune !== undefined && { prune }),
    objects: objects.map(object => ({
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
      result: object.result,
    })),
    // Tells which manifests they were, without showing what is in them.
    digest: hasher.hash([kind, 'manifests'], manifests),
  };
}

/** Which fields change, with hashes of their values: the audit log stores no values. */
function beforeOf(
  cluster: string,
  steps: ApplyStep[],
  hasher: ValueHasher,
): JsonValue {
  let left = MAX_CHANGES;
  return {
    cluster,
    objects: steps.map(({ planned, path, versions, lastWrite }) => {
      const { apiVersion, kind, namespace, name, result } = planned;
      const hashOf = (field: string, value: string | undefined) =>
        value === undefined
          ? undefined
          : hasher.hash([cluster, kind, namespace, name, field], value);
      const changed = versions
        ? changedFields(versions.before, versions.after)
        : [];
      const changes = changed.slice(0, left).map(change => {
        const before = hashOf(change.path, change.before);
        const after = hashOf(change.path, change.after);
        return {
          path: change.path,
          ...(before !== undefined && { beforeHash: before }),
          ...(after !== undefined && { afterHash: after }),
        };
      });
      left -= changes.length;
      const others = changed.length - changes.length;
      return {
        apiVersion,
        kind,
        namespace,
        name,
        result,
        changes,
        ...(others > 0 && { otherChanges: others }),
        path,
        ...(lastWrite !== undefined && { lastWrite }),
      };
    }),
  };
}

function failedAt(
  object: PlannedObject,
  answer: ClusterAnswer,
  done: PlannedObject[],
): ActionOutcome {
  const message = apiErrorMessage(answer);
  return object.result === 'delete' && answer.status === 409
    ? failure('objectChanged', object, message, done)
    : stoppedAt(object, message, done);
}

function stoppedAt(
  object: PlannedObject,
  message: string,
  done: PlannedObject[],
): ActionOutcome {
  return failure('objectRefused', object, message, done);
}

function failure(
  code: 'objectRefused' | 'objectChanged',
  object: PlannedObject,
  message: string,
  done: PlannedObject[],
): ActionOutcome {
  const names = (isDeleted: boolean) =>
    done
      .filter(({ result }) => (result === 'delete') === isDeleted)
      .map(describeObject)
      .join(', ') || '–';
  return {
    state: 'failed',
    message: outcomeMessage(code, {
      object: describeObject(object),
      message,
      applied: names(false),
      deleted: names(true),
    }),
  };
}
