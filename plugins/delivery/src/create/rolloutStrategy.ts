/** Rollout strategy of a new service, as a template receives it. @public */
export interface RolloutStrategy {
  /** Pod by pod, in confirmed batches, or by user group first */
  kind: 'rolling' | 'batches' | 'gray';
  /** Rising percentages at which the rollout waits for approval; omitted for `rolling` */
  shares?: number[];
}

/** Default shares of a strategy; each of them moves at least one pod. */
export function defaultShares(
  kind: 'batches' | 'gray',
  desired: number,
): number[] {
  return kind === 'batches' && !findIdleStep([25, 50], desired)
    ? [25, 50]
    : [50];
}

const MAX_SHARES = 8;

/** Parses shares such as `25, 50`; undefined unless they are at most eight rising whole numbers from 1 to 99. */
export function parseShares(text: string): number[] | undefined {
  const shares = text
    .split(/[\s,，、%]+/)
    .filter(Boolean)
    .map(Number);
  const isValid =
    shares.length > 0 &&
    shares.length <= MAX_SHARES &&
    shares.every(
      (share, index) =>
        Number.isInteger(share) &&
        share > (index ? shares[index - 1] : 0) &&
        share < 100,
    );
  return isValid ? shares : undefined;
}

/** A step of batches that has as many pods as the one before it. */
export interface IdleStep {
  /** Percentage of the step, or 100 for the end of the rollout */
  share: number;
  /** Percentage of the step before */
  before: number;
  /** Number of pods of both */
  pods: number;
}

/**
 * The first step of batches that moves no pod; undefined if each step moves one. The
 * controller rounds the number of pods of a step up.
 *
 * @param desired - number of pods of the service
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function findIdleStep(
  shares: number[],
  desired: number,
): IdleStep | undefined {
  const podsOf = (share: number) => Math.ceil((desired * share) / 100);
  const steps = [...shares, 100];
  const index = steps.findIndex(
    (share, at) => at > 0 && podsOf(share) === podsOf(steps[at - 1]),
  );
  if (index < 0) return undefined;
  const share = steps[index];
  return { share, before: steps[index - 1], pods: podsOf(share) };
}

/** Whether a strategy has all values that a template needs. */
export function isComplete({ kind, shares }: RolloutStrategy): boolean {
  return kind === 'rolling' || Boolean(shares?.length);
}
