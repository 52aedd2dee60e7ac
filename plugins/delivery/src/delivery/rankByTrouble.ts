import { worstFinding } from '@fairway/backstage-plugin-delivery-common';
import type {
  Environment,
  HealthStatus,
} from '@fairway/backstage-plugin-delivery-common';

const RANKS: Record<HealthStatus, number> = {
  degraded: 0,
  unknown: 2,
  suspended: 3,
  progressing: 3,
  healthy: 4,
};
/** Environments with a warning come after degraded ones. */
const WARNING = 1;

/** Order of environments in which one with trouble comes first; the lowest number is first. */
export function rankByTrouble(
  environments: Environment[],
): Map<Environment, number> {
  return new Map(
    environments.map(environment => [environment, rankOf(environment)]),
  );
}

function rankOf({ workloads, sync }: Environment): number {
  const ranks = workloads.map(({ health, findings }) =>
    worstFinding(findings)
      ? Math.min(RANKS[health.status], WARNING)
      : RANKS[health.status],
  );
  const isRead = sync.state === 'synced' || sync.state === 'forbidden';
  return Math.min(isRead ? RANKS.healthy : RANKS.unknown, ...ranks);
}
