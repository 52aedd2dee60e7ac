import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, toError } from '@backstage/errors';
import {
  Backoff,
  describeTarget,
  outcomeMessage,
  problemError,
  problemOf,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { UnsettledAction } from '@fairway/backstage-plugin-delivery-node';
import type { ActionHandlers } from '../extensions/ActionHandlers';
import { Wakeup } from '../Wakeup';
import type { ActionStore, ActionUpdate, StoredAction } from './ActionStore';
import { unknownOutcome } from './unknownOutcome';

/** How often the audit log is read for entries without an outcome, in ms. */
const INTERVAL_MS = 15_000;
/** Time after which another replica no longer executes a pending action, in ms. */
const PENDING_MS = 90_000;
/** Pauses between two observations of one action. */
const PAUSES = { minMs: 1_000, maxMs: 15_000 };
/** Time for one observation, in ms. */
const LIMIT_MS = 30_000;
/** Observations that may fail before the entry says so. */
const SILENT_FAILURES = 3;
/** Time after which an action that cannot be observed is given up, in ms. */
const GIVE_UP_MS = 24 * 3600_000;

interface Observation {
  /** Milliseconds since the epoch */
  dueAt: number;
  backoff: Backoff;
  failures: number;
}

/**
 * Gives every action an outcome: after a restart, a lost response or while it is
 * queued, the handler observes the cluster or the CI server until the outcome is
 * known, or for at most a day.
 */
export class ActionSettler {
  readonly #options: Parameters<typeof ActionSettler.create>[0];
  readonly #executing = new Set<string>();
  readonly #observations = new Map<string, Observation>();
  readonly #wakeup = new Wakeup();

  static create(options: {
    store: ActionStore;
    handlers: ActionHandlers;
    clock: Clock;
    logger: LoggerService;
    /** Called when an action has an outcome that it did not have before */
    onSettled?: () => void;
  }): ActionSettler {
    return new ActionSettler(options);
  }

  private constructor(options: Parameters<typeof ActionSettler.create>[0]) {
    this.#options = options;
  }

  /** Runs a step of an action that is not observed meanwhile. */
  async executing<T>(id: string, step: () => Promise<T>): Promise<T> {
    this.#executing.add(id);
    try {
      return await step();
    } finally {
      this.#executing.delete(id);
    }
  }

  /** Looks for entries without an outcome now. */
  wake(): void {
    this.#wakeup.call();
  }

  /** Settles actions until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      let pauseMs = INTERVAL_MS;
      try {
        pauseMs = await this.settle(signal);
      } catch (thrown) {
        logger.warn(
          `The audit log cannot be read for actions without an outcome: ${toError(thrown).message}`,
        );
      }
      await this.#wakeup.waitAtMost(pauseMs, clock, signal);
    }
  }

  /**
   * Observes every action that is due.
   *
   * @returns time until the next one is due, in ms
   */
  async settle(signal: AbortSignal): Promise<number> {
    const { store, clock } = this.#options;
    const entries = await store.unsettled();
    const known = new Set(entries.map(({ record }) => record.id));
    for (const id of this.#observations.keys()) {
      if (!known.has(id)) this.#observations.delete(id);
    }
    let next = INTERVAL_MS;
    for (const entry of entries) {
      if (signal.aborted) break;
      const { id } = entry.record;
      if (this.#executing.has(id)) continue;
      const observation = this.#observation(entry);
      if (observation.dueAt <= clock.now()) {
        await this.#observe(entry, observation, signal);
      }
      if (this.#observations.has(id)) {
        next = Math.min(next, Math.max(0, observation.dueAt - clock.now()));
      }
    }
    return next;
  }

  #observation({ record }: StoredAction): Observation {
    const known = this.#observations.get(record.id);
    if (known) return known;
    const now = this.#options.clock.now();
    const backoff = Backoff.create(PAUSES);
    // Without an outcome the server may only not have answered; or another replica
    // is still executing it.
    const isAnswered = record.state === 'queued' || record.outcome;
    const observation: Observation = {
      dueAt: isAnswered
        ? now + backoff.next()
        : Math.max(now, Date.parse(record.at) + PENDING_MS),
      backoff,
      failures: 0,
    };
    this.#observations.set(record.id, observation);
    return observation;
  }

  async #observe(
    entry: StoredAction,
    observation: Observation,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock, logger, onSettled } = this.#options;
    const { record } = entry;
    const update = await this.#updateOf(entry, observation, signal);
    if (signal.aborted) return;
    const isSettled = update && !['pending', 'queued'].includes(update.state);
    if (update && isChange(entry, update)) {
      const at = new Date(clock.now()).toISOString();
      await store.update(record.id, update, at);
    }
    if (isSettled) {
      this.#observations.delete(record.id);
      logger.info(
        `Action ${record.id} (${record.action.kind} of ${describeTarget(record.target)}) has the outcome '${update.state}'`,
      );
      onSettled?.();
      return;
    }
    observation.dueAt = clock.now() + observation.backoff.next();
  }

  async #updateOf(
    entry: StoredAction,
    observation: Observation,
    signal: AbortSignal,
  ): Promise<ActionUpdate | undefined> {
    const { handlers, clock, logger } = this.#options;
    const { record } = entry;
    const handler = handlers.get(record.action.kind);
    const isOld = clock.now() - Date.parse(record.at) > GIVE_UP_MS;
    try {
      if (!handler) {
        const { kind } = record.action;
        throw problemError(
          NotFoundError,
          requestProblem('actionUnhandled', { kind }),
        );
      }
      const outcome = await handler.observe(unsettledOf(entry), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
      });
      observation.failures = 0;
      return isOld && outcome.state === 'queued'
        ? unknownOutcome(record.target)
        : outcome;
    } catch (thrown) {
      const problem = problemOf(thrown);
      observation.failures += 1;
      if (isOld) return unknownOutcome(record.target);
      if (observation.failures !== SILENT_FAILURES) return undefined;
      logger.warn(
        `The outcome of action ${record.id} (${record.action.kind} of ${describeTarget(record.target)}) cannot be observed: ${problem.message}`,
      );
      const text = outcomeMessage('notObserved', {}, problem);
      return record.state === 'queued'
        ? { state: 'queued', tracking: entry.tracking ?? {}, message: text }
        : { state: 'pending', message: text };
    }
  }
}

function unsettledOf({
  record,
  before,
  tracking,
}: StoredAction): UnsettledAction {
  const { id, target, action, at, state } = record;
  return {
    id,
    target,
    action,
    at,
    state: state === 'queued' ? 'queued' : 'pending',
    ...(before !== undefined && { before }),
    ...(tracking && { tracking }),
  };
}

function isChange(entry: StoredAction, update: ActionUpdate): boolean {
  return (
    update.state !== entry.record.state ||
    ('message' in update &&
      update.message?.message !== entry.record.outcome?.message)
  );
}
