import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Health,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type { EngineWorkloadRecord } from '../../kubernetes';

/** Health of a workload whose rollout an engine describes, if its pods are healthy. */
export function engineHealth(
  { updated, desired, ready, available }: EngineWorkloadRecord,
  rollout: Rollout,
): Health {
  const values = {
    step: Math.min(rollout.step + 1, rollout.steps.length),
    steps: rollout.steps.length,
    updated,
    desired,
  };
  switch (rollout.state) {
    case 'waiting':
      return waiting(rollout, values);
    case 'progressing':
      return rollout.steps.length
        ? health('progressing', 'atStep', values)
        : health('progressing', 'updating', { updated, desired });
    case 'aborted':
      return health('degraded', 'aborted');
    case 'failed':
      return health('degraded', 'rolloutFailed', {
        message: rollout.message ?? '',
      });
    case 'complete':
      if (ready < desired) {
        return health('progressing', 'becomingReady', { ready, desired });
      }
      if (available < desired) {
        return health('progressing', 'becomingAvailable', {
          available,
          desired,
        });
      }
      return desired === 0
        ? health('healthy', 'scaledToZero')
        : health('healthy', 'ready', { desired });
    default:
      return rollout.state satisfies never;
  }
}

function waiting(
  { waitsFor, until }: Rollout,
  values: Record<string, number>,
): Health {
  switch (waitsFor) {
    case 'time':
      return health('progressing', 'waitsForTime', {
        ...values,
        until: until ?? '',
      });
    case 'analysis':
      return health('progressing', 'waitsForAnalysis', values);
    default:
      return health('suspended', 'waitsForApproval', values);
  }
}
