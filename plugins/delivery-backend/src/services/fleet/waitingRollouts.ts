import type {
  Delivery,
  WaitingItem,
} from '@fairway/backstage-plugin-delivery-common';

/** A rollout of a service that waits for a person. */
export type WaitingRollout = Omit<
  Extract<WaitingItem, { type: 'rollout' }>,
  'type' | 'entityRef' | 'title' | 'mayApprove' | 'permission'
> & {
  /** Whether the service may act on the workload, because nothing else claims it */
  canAct: boolean;
};

/** Rollouts of a service that wait for a person, in all of its environments; not those that wait for a time or an analysis. */
export function waitingRollouts({ environments }: Delivery): WaitingRollout[] {
  return environments.flatMap(({ name: environment, namespace, workloads }) =>
    workloads
      .filter(
        ({ rollout: { state, waitsFor } }) =>
          state === 'waiting' && waitsFor === 'approval',
      )
      .map(({ uid, kind, name, serving, target, rollout, claim }) => ({
        environment,
        namespace,
        uid,
        kind,
        name,
        version: (target ?? serving.at(0))?.version,
        since: rollout.since,
        canAct: claim === 'consented',
      })),
  );
}
