import {
  actionRecordSchema,
  actionTargetSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { ActionStore, ActionUpdate, StoredAction } from './ActionStore';

interface ActionRow {
  id: string;
  idempotency_key: string;
  digest: string | null;
  actor: string;
  target: string | null;
  action: string;
  reason: string | null;
  before: string | null;
  at: string;
  state: ActionRecord['state'];
  outcome: string | null;
  refusals: string | null;
  run_id: string | null;
  tracking: string | null;
  ended_at: string | null;
}

const UNSETTLED = ['pending', 'queued'];

/** The audit log in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseActionStore implements ActionStore {
  readonly #knex: Knex;

  /** @param knex - from `openDatabase` */
  static create(knex: Knex): DatabaseActionStore {
    return new DatabaseActionStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async add(
    entry: StoredAction,
  ): Promise<{ stored: StoredAction; isNew: boolean }> {
    const row = toRow(entry);
    // Another replica may be inserting the same key: the insert waits for it.
    await this.#rows()
      .insert(row)
      .onConflict(['actor', 'idempotency_key'])
      .ignore();
    const stored = await this.findByKey(row.actor, row.idempotency_key);
    if (!stored) throw new Error(`The database did not store action ${row.id}`);
    return { stored, isNew: stored.record.id === row.id };
  }

  async findByKey(
    actor: string,
    key: string,
  ): Promise<StoredAction | undefined> {
    const row = await this.#rows()
      .where({ actor, idempotency_key: key })
      .first();
    return row && fromRow(row);
  }

  async get(id: string): Promise<StoredAction | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && fromRow(row);
  }

  async update(id: string, update: ActionUpdate, at: string): Promise<boolean> {
    const updated = await this.#rows()
      .where({ id })
      .whereIn('state', UNSETTLED)
      .update(columnsOf(update, at));
    return updated > 0;
  }

  async unsettled(): Promise<StoredAction[]> {
    const rows = await this.#rows().whereIn('state', UNSETTLED).orderBy('at');
    return rows.map(fromRow);
  }

  #rows() {
    return this.#knex<ActionRow>('actions');
  }
}

function columnsOf(update: ActionUpdate, at: string): Partial<ActionRow> {
  const { state } = update;
  if (state === 'rejected') {
    return {
      state,
      refusals: JSON.stringify(update.refusals),
      ended_at: at,
      tracking: null,
    };
  }
  const outcome = update.message ? JSON.stringify(update.message) : null;
  if (state === 'queued') {
    return { state, outcome, tracking: JSON.stringify(update.tracking) };
  }
  // A pending entry keeps its tracking: the server only did not answer.
  if (state === 'pending') return { state, outcome };
  return {
    state,
    outcome,
    run_id: (state === 'succeeded' && update.runId) || null,
    ended_at: at,
    tracking: null,
  };
}

function toRow(entry: StoredAction): ActionRow {
  const { record, idempotencyKey, digest, before, tracking } = entry;
  const isEnded = !UNSETTLED.includes(record.state);
  return {
    id: record.id,
    idempotency_key: idempotencyKey,
    digest: digest ?? null,
    actor: record.actor,
    target: JSON.stringify(record.target),
    action: JSON.stringify(record.action),
    reason: record.reason ?? null,
    before: before === undefined ? null : JSON.stringify(before),
    at: record.at,
    state: record.state,
    outcome: record.outcome ? JSON.stringify(record.outcome) : null,
    refusals: record.refusals.length ? JSON.stringify(record.refusals) : null,
    run_id: record.runId ?? null,
    tracking: tracking ? JSON.stringify(tracking) : null,
    ended_at: isEnded ? record.at : null,
  };
}

function fromRow(row: ActionRow): StoredAction {
  return {
    record: actionRecordSchema.parse({
      id: row.id,
      target: actionTargetSchema.parse(JSON.parse(row.target ?? 'null')),
      action: JSON.parse(row.action),
      actor: row.actor,
      at: row.at,
      state: row.state,
      refusals: row.refusals === null ? [] : JSON.parse(row.refusals),
      ...(row.reason !== null && { reason: row.reason }),
      ...(row.outcome !== null && { outcome: JSON.parse(row.outcome) }),
      ...(row.run_id !== null && { runId: row.run_id }),
    }),
    idempotencyKey: row.idempotency_key,
    ...(row.digest !== null && { digest: row.digest }),
    ...(row.before !== null && { before: JSON.parse(row.before) }),
    ...(row.tracking !== null && { tracking: JSON.parse(row.tracking) }),
  };
}
