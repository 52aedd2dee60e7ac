import { ConflictError } from '@backstage/errors';
import type {
  Revision,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  RolloutEngine,
  RolloutInput,
} from '@fairway/backstage-plugin-delivery-node';
import { isEngineWorkload } from '../../kubernetes';
import type { UnavailableKind, WorkloadSnapshot } from '../../kubernetes';
import { NativeEngine, toEngineWorkload } from './NativeEngine';

/** All rollout engines: the one of Kubernetes' own controllers and those that modules add. */
export class RolloutEngines {
  readonly #native: RolloutEngine = NativeEngine.create();
  readonly #added: RolloutEngine[] = [];

  /** @throws ConflictError when another engine has its name or one of its kinds of workload */
  add(engine: RolloutEngine): void {
    for (const other of this.#all()) {
      const kind = engine.workloads.find(({ kind: k }) =>
        other.workloads.some(w => w.kind === k),
      );
      if (other.name === engine.name || kind) {
        throw new ConflictError(
          `Two rollout engines, '${other.name}' and '${engine.name}', have the same ${
            kind ? `kind of workload, ${kind.kind}` : 'name'
          }. Install one of them`,
        );
      }
    }
    this.#added.push(engine);
  }

  /** Engines of modules, whose kinds the cache watches besides Kubernetes' own. */
  added(): RolloutEngine[] {
    return this.#added;
  }

  /**
   * Describes the rollout of a workload.
   *
   * @param revisions - revisions of the workload
   * @returns undefined when the engine of the workload is not installed
   */
  describe(
    snapshot: WorkloadSnapshot,
    revisions: Revision[],
    unavailable: UnavailableKind[],
  ): Rollout | undefined {
    return this.#engineOf(snapshot)?.describe(
      inputOf(snapshot, revisions, unavailable),
    );
  }

  #all(): RolloutEngine[] {
    return [this.#native, ...this.#added];
  }

  #engineOf({ workload }: WorkloadSnapshot): RolloutEngine | undefined {
    return isEngineWorkload(workload)
      ? this.#added.find(({ name }) => name === workload.engine)
      : this.#native;
  }
}

function inputOf(
  { workload, revisions: records, pods, engineContext }: WorkloadSnapshot,
  revisions: Revision[],
  unavailable: UnavailableKind[],
): RolloutInput {
  const { uid, kind, name, namespace, generation } = workload;
  const record = isEngineWorkload(workload)
    ? workload.own
    : toEngineWorkload(workload);
  return {
    workload: { uid, kind, name, namespace, generation, record },
    revisions: revisions.map(revision => ({
      name: revision.name,
      number: revision.number,
      hash: records.find(each => each.uid === revision.uid)?.labels[
        record.hashLabel
      ],
      isCurrent: revision.current,
      desired: revision.replicas.desired,
    })),
    pods: pods.map(({ status }) => status),
    context: engineContext,
    unread: new Map(
      unavailable.map(({ resource, problem }) => [resource, problem]),
    ),
  };
}
