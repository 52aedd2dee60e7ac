import type { Knex } from 'knex';
import { UNSETTLED, fromRow, toRow } from './actionRow';
import type { ActionRow } from './actionRow';
import type { ActionStore, ActionUpdate, StoredAction } from './ActionStore';

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
