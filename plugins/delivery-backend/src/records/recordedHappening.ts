import type { Happening } from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import type { Claims, RecordedRelease } from './recordedRelease';

/**
 * What happened to a workload, once or again and again. Kubernetes numbers what
 * it repeats, so that two who saw different parts of it can be added up.
 */
export interface RecordedHappening extends Pick<
  RecordedRelease,
  'cluster' | 'namespace' | 'workload'
> {
  /** The same whoever saw it */
  id: string;
  /** As it was the last time */
  what: Happening;
  /** ISO times */
  firstAt: string;
  lastAt: string;
  /** Numbers of the first and the last that were seen */
  firstNumber: number;
  lastNumber: number;
  /** Name of the pod that it happened to */
  pod?: string;
}

/** What happened, with the claims of the workload at the time. */
export interface HappeningEntry {
  happening: RecordedHappening;
  claims: Claims;
}

/** A happening's id, from what tells it from all others. */
export function happeningId(...key: (string | number)[]): string {
  return createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32);
}

/** What two who saw the same happening know together; pure. */
export function mergeHappenings(
  a: RecordedHappening,
  b: RecordedHappening,
): RecordedHappening {
  const isLater =
    b.lastAt > a.lastAt ||
    (b.lastAt === a.lastAt && b.lastNumber > a.lastNumber);
  const [earlier, later] = isLater ? [a, b] : [b, a];
  return {
    ...later,
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
    firstNumber: Math.min(earlier.firstNumber, later.firstNumber),
    lastNumber: Math.max(earlier.lastNumber, later.lastNumber),
  };
}
