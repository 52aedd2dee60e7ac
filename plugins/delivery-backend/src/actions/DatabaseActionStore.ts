import { actionRecordSchema } from '@fairway/backstage-plugin-delivery-common';
import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { ActionStep, ActionStore, StoredAction } from './ActionStore';

interface ActionRow {
  id: string;
  idempotency_key: string;
  actor: string;
  entity_ref: string;
  action: string;
  reason: string | null;
  before: string | null;
  at: string;
  state: ActionRecord['state'];
  message: string | null;
  run_id: string | null;
  queued: string | null;
  ended_at: string | null;
}

/** Keeps actions in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseActionStore implements ActionStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` gives it */
  static create(knex: Knex): DatabaseActionStore {
    return new DatabaseActionStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async begin(
    action: StoredAction,
  ): Promise<{ kept: StoredAction; isNew: boolean }> {
    const row = rowOf(action);
    // Another replica may be about to insert it too: then this waits for it.
    await this.#rows()
      .insert(row)
      .onConflict(['actor', 'idempotency_key'])
      .ignore();
    const kept = await this.byKey(row.actor, row.idempotency_key);
    if (!kept) throw new Error(`The database did not keep action ${row.id}`);
    return { kept, isNew: kept.record.id === row.id };
  }

  async byKey(actor: string, key: string): Promise<StoredAction | undefined> {
    const row = await this.#rows()
      .where({ actor, idempotency_key: key })
      .first();
    return row && storedOf(row);
  }

  async step(id: string, step: ActionStep): Promise<void> {
    await this.#rows()
      .where({ id })
      .update(
        step.state === 'queued'
          ? {
              state: step.state,
              queued: JSON.stringify(step.queued),
              message: step.message ?? null,
            }
          : {
              state: step.state,
              message: step.message ?? null,
              run_id: step.runId ?? null,
              ended_at: step.endedAt,
              queued: null,
            },
      );
  }

  async get(id: string): Promise<StoredAction | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && storedOf(row);
  }

  async queued(): Promise<StoredAction[]> {
    return (await this.#rows().where({ state: 'queued' })).map(storedOf);
  }

  #rows() {
    return this.#knex<ActionRow>('actions');
  }
}

function rowOf({
  record,
  idempotencyKey,
  before,
  queued,
}: StoredAction): ActionRow {
  return {
    id: record.id,
    idempotency_key: idempotencyKey,
    actor: record.actor,
    entity_ref: record.entityRef,
    action: JSON.stringify(record.action),
    reason: record.reason ?? null,
    before: before === undefined ? null : JSON.stringify(before),
    at: record.at,
    state: record.state,
    message: record.message ?? null,
    run_id: record.runId ?? null,
    queued: queued ? JSON.stringify(queued) : null,
    ended_at: null,
  };
}

function storedOf(row: ActionRow): StoredAction {
  return {
    record: {
      id: row.id,
      entityRef: row.entity_ref,
      action: actionRecordSchema.shape.action.parse(JSON.parse(row.action)),
      actor: row.actor,
      at: row.at,
      state: row.state,
      ...(row.reason !== null && { reason: row.reason }),
      ...(row.message !== null && { message: row.message }),
      ...(row.run_id !== null && { runId: row.run_id }),
    },
    idempotencyKey: row.idempotency_key,
    ...(row.before !== null && { before: JSON.parse(row.before) }),
    ...(row.queued !== null && { queued: JSON.parse(row.queued) }),
  };
}
