/** How a new service's versions replace each other, as a template gets it. @public */
export interface RolloutStrategy {
  /** Pod by pod, in confirmed batches, or by user group first */
  kind: 'rolling' | 'batches' | 'gray';
  /** Percentages at which it waits for somebody to confirm, rising; not for `rolling` */
  shares?: number[];
}

/** What is offered before somebody says otherwise. */
export const defaultShares = { batches: [25, 50], gray: [50] };

const MAX_SHARES = 8;

/** Reads such as `25, 50`; undefined unless they are rising whole numbers from 1 to 99, eight at most. */
export function parseShares(text: string): number[] | undefined {
  const shares = text
    .split(/[\s,，、%]+/)
    .filter(Boolean)
    .map(Number);
  const isRight =
    shares.length > 0 &&
    shares.length <= MAX_SHARES &&
    shares.every(
      (share, index) =>
        Number.isInteger(share) &&
        share > (index ? shares[index - 1] : 0) &&
        share < 100,
    );
  return isRight ? shares : undefined;
}

/** Whether a strategy says all that a template needs. */
export function isWhole({ kind, shares }: RolloutStrategy): boolean {
  return kind === 'rolling' || Boolean(shares?.length);
}
