import type { AuditorService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type {
  ActionRecord,
  Clock,
} from '@fairway/backstage-plugin-delivery-common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import type { ActionStep, ActionStore } from './ActionStore';

/** What is about to be done. */
export interface PlannedWrite {
  record: Pick<ActionRecord, 'entityRef' | 'action' | 'actor' | 'reason'>;
  idempotencyKey: string;
  /** What it is done to, as it is now */
  before: JsonValue | undefined;
}

/** Errors by which a server or the portal says that it would not. */
const REFUSALS = ['NotAllowedError', 'InputError', 'ConflictError'];

/**
 * Writes down every write before it is done, with its idempotency key, and how
 * it went; tells Backstage's auditor.
 */
export class ActionLog {
  readonly #store: ActionStore;
  readonly #auditor: AuditorService;
  readonly #clock: Clock;

  static create(options: {
    store: ActionStore;
    auditor: AuditorService;
    clock: Clock;
  }): ActionLog {
    return new ActionLog(options);
  }

  private constructor(options: Parameters<typeof ActionLog.create>[0]) {
    this.#store = options.store;
    this.#auditor = options.auditor;
    this.#clock = options.clock;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ActionRecord> {
    const stored = await this.#store.get(id);
    if (!stored) throw new NotFoundError(`There is no action '${id}'`);
    return stored.record;
  }

  /**
   * What became of the same request before, where a person had it.
   *
   * @throws ConflictError when the key was that of another request
   */
  async known(
    actor: string,
    idempotencyKey: string,
    asked: ActionRecord['action'],
  ): Promise<ActionRecord | undefined> {
    const known = await this.#store.byKey(actor, idempotencyKey);
    return known && sameAgain(known.record, asked);
  }

  /**
   * Does a write, unless somebody else does the same already.
   *
   * @throws what `perform` throws, once that is written down too
   */
  async perform(
    request: Request,
    { record: wished, idempotencyKey, before }: PlannedWrite,
    perform: () => Promise<ActionStep>,
  ): Promise<{ id: string; step?: ActionStep }> {
    const { kept, isNew } = await this.#store.begin({
      record: {
        id: randomUUID(),
        ...wished,
        at: this.#now(),
        state: 'pending',
      },
      idempotencyKey,
      before,
    });
    const { record } = kept;
    if (!isNew) return { id: sameAgain(record, wished.action).id };
    const event = await this.#auditor.createEvent({
      eventId: 'action',
      severityLevel: 'medium',
      request,
      meta: { ...record, before },
    });
    try {
      const step = await perform();
      await this.#store.step(record.id, step);
      await event.success({ meta: { state: step.state } });
      return { id: record.id, step };
    } catch (thrown) {
      const error = toError(thrown);
      await this.#store.step(record.id, this.#failed(error));
      await event.fail({ error });
      throw error;
    }
  }

  #failed({ name, message }: Error): ActionStep {
    // Nobody knows whether a server that fell silent has done it.
    const isUnsure = name === new ServiceUnavailableError().name;
    const state = REFUSALS.includes(name) ? 'refused' : 'failed';
    return {
      state: isUnsure ? 'pending' : state,
      message,
      endedAt: this.#now(),
    };
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** The first answer again, to who asks for the same again. */
function sameAgain(
  kept: ActionRecord,
  asked: ActionRecord['action'],
): ActionRecord {
  if (targetOf(kept.action) === targetOf(asked)) return kept;
  throw new ConflictError(
    'Something else was asked for with the same idempotency key; take another',
  );
}

// Without parameters, of which not all are kept, and what follows from the rest.
function targetOf(action: ActionRecord['action']): string {
  return JSON.stringify({
    ...action,
    parameters: undefined,
    objects: undefined,
  });
}
