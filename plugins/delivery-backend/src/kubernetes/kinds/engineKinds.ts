import type {
  EngineObject,
  RolloutEngine,
} from '@fairway/backstage-plugin-delivery-node';
import {
  projectEngineObject,
  projectEngineWorkload,
} from '../projection/engineWorkloads';
import type { EngineWorkloadRecord } from '../projection/records';
import { kindAndName } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';
import { workloadIndexes } from './workloadIndexes';

/** Kinds of workloads that rollout engines from modules roll out. */
export function engineWorkloadKinds(
  engines: RolloutEngine[],
): WatchedKind<EngineWorkloadRecord>[] {
  return engines.flatMap(engine =>
    engine.workloads.map(workloads => ({
      kind: workloads.kind,
      resource: workloads.resource,
      path: workloads.path,
      project: (object: unknown) =>
        projectEngineWorkload(engine.name, workloads, object),
      isOptional: true,
      indexBy: workloadIndexes,
    })),
  );
}

/** Kinds of the other objects that rollout engines read. */
export function engineObjectKinds(
  engines: RolloutEngine[],
): WatchedKind<EngineObject>[] {
  return engines.flatMap(engine =>
    engine.context.map(context => ({
      kind: context.kind,
      resource: context.resource,
      path: context.path,
      project: (object: unknown) => projectEngineObject(context, object),
      isOptional: true,
      isKeptEverywhere: context.isShared,
      indexBy: {
        namespace: ({ namespace }: EngineObject) => namespace,
        ref: kindAndName,
      },
    })),
  );
}
