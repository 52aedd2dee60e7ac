/** Rollout strategy of a new service, as a template receives it. @public */
export interface RolloutStrategy {
  /** Pod by pod, in confirmed batches, or by user group first */
  kind: 'rolling' | 'batches' | 'gray';
  /** Rising percentages at which the rollout waits for approval; omitted for `rolling` */
  shares?: number[];
}

/** Default shares by strategy. */
export const defaultShares = { batches: [25, 50], gray: [50] };

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

/** Whether a strategy has all values that a template needs. */
export function isComplete({ kind, shares }: RolloutStrategy): boolean {
  return kind === 'rolling' || Boolean(shares?.length);
}
