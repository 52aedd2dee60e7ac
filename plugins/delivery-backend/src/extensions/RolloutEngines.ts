import { ConflictError } from '@backstage/errors';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import type { RolloutEngine } from '@fairway/backstage-plugin-delivery-node';
import { isEngineWorkload } from '../kubernetes';
import type { UnavailableKind, WorkloadSnapshot } from '../kubernetes';

/** The engines that modules have added. */
export class RolloutEngines {
  readonly #engines: RolloutEngine[] = [];

  /** @throws ConflictError when another has its name or one of its workloads' kinds */
  add(engine: RolloutEngine): void {
    for (const other of this.#engines) {
      const kind = engine.workloads.find(({ kind: k }) =>
        other.workloads.some(w => w.kind === k),
      );
      if (other.name === engine.name || kind) {
        throw new ConflictError(
          `Two rollout engines, '${other.name}' and '${engine.name}', have the same ${
            kind ? `kind of workload, ${kind.kind}` : 'name'
          }; install one of them`,
        );
      }
    }
    this.#engines.push(engine);
  }

  all(): RolloutEngine[] {
    return this.#engines;
  }

  /** What its engine says of a workload's rollout; undefined of Kubernetes' own kinds. */
  describe(
    { workload, revisions, engineContext }: WorkloadSnapshot,
    unread: UnavailableKind[],
  ): Rollout | undefined {
    if (!isEngineWorkload(workload)) return undefined;
    const { uid, name, namespace, generation, own } = workload;
    return this.#engines
      .find(engine => engine.name === workload.engine)
      ?.describe({
        workload: { uid, name, namespace, generation, record: own },
        revisions: revisions.map(revision => ({
          name: revision.name,
          number: revision.number,
          hash: revision.labels[own.hashLabel],
        })),
        context: engineContext,
        unread: new Map(
          unread.map(({ resource, message }) => [resource, message]),
        ),
      });
  }
}
