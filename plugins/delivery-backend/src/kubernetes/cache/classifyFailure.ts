import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  BackoffLimits,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';
import {
  BriefWatchError,
  ClusterAnswerError,
  ClusterRestoredError,
  ResourceAbsentError,
  ResourceExpiredError,
  ResourceForbiddenError,
} from './ClusterAnswerError';

/** A watch that ends sooner than this did not work, even without an error. */
export const BRIEF_WATCH_MS = 1_000;

/** Pauses between attempts that fail one after the other. */
const BACKOFF: BackoffLimits = { minMs: 500, maxMs: 30_000 };
/** Pause before a connection that worked is opened again. */
const RESUME: BackoffLimits = { minMs: 250, maxMs: 250 };
/** Pause before a kind that the cluster lacks is looked for again. */
const ABSENT: BackoffLimits = { minMs: 30_000, maxMs: 30_000 };

/** State of a reflector when an attempt to list and watch fails. */
export interface ReflectorState {
  /** Whether a cluster may lack the kind */
  isOptional: boolean;
  /** Whether the records were reported as current */
  isSynced: boolean;
  /** Whether the kind was ever read */
  hasRead: boolean;
  /** Number of attempts that failed before this one, without one that worked */
  failures: number;
  /** Duration of this attempt in milliseconds */
  attemptMs: number;
}

/** Reaction of a reflector to a failure. */
export type Recovery =
  /** List again: the resource version is of no use any more */
  | {
      action: 'relist';
      /** Whether someone should look at the reason */
      isUnusual: boolean;
      message: string;
      /** Pause before the list; undefined for none */
      pause: BackoffLimits | undefined;
    }
  /** Keep no records, and look for the kind again later: the cluster lacks it */
  | { action: 'clear'; pause: BackoffLimits }
  /** Continue after the last event, without a report */
  | {
      action: 'resume';
      /** Whether the connection worked before, so that earlier failures do not count */
      hasWorked: boolean;
      pause: BackoffLimits;
    }
  /** Keep the records, report that they are out of date, and try again */
  | {
      action: 'report';
      /** `failed` where nothing was ever read */
      state: 'stale' | 'failed';
      isForbidden: boolean;
      problem: CodedMessage;
      pause: BackoffLimits;
      /** Milliseconds that the API server asks to wait, before the pause */
      retryAfterMs: number;
    };

/** Decides how a reflector reacts to a failure. Pure. */
export function classifyFailure(
  error: unknown,
  state: ReflectorState,
): Recovery {
  if (error instanceof ClusterRestoredError) {
    const { message } = error;
    return { action: 'relist', isUnusual: true, message, pause: undefined };
  }
  if (error instanceof ResourceExpiredError) {
    return {
      action: 'relist',
      isUnusual: false,
      message: error.message,
      // A list that expires again and again is too large for the API server.
      pause: state.failures > 0 ? BACKOFF : undefined,
    };
  }
  if (error instanceof ResourceAbsentError && state.isOptional) {
    return { action: 'clear', pause: ABSENT };
  }
  if (error instanceof BriefWatchError) {
    return { action: 'resume', hasWorked: false, pause: BACKOFF };
  }
  if (state.isSynced && state.attemptMs >= BRIEF_WATCH_MS) {
    return { action: 'resume', hasWorked: true, pause: RESUME };
  }
  return {
    action: 'report',
    state: state.hasRead ? 'stale' : 'failed',
    isForbidden: error instanceof ResourceForbiddenError,
    problem: problemOf(error),
    pause: BACKOFF,
    retryAfterMs:
      error instanceof ClusterAnswerError ? (error.retryAfter ?? 0) * 1000 : 0,
  };
}
