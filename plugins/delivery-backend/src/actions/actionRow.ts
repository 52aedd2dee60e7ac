import {
  actionRecordSchema,
  actionTargetSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  AnyAction,
} from '@fairway/backstage-plugin-delivery-common';
import type { StoredAction } from './ActionStore';

/** A row of the table `actions`; its migrations describe the columns. */
export interface ActionRow {
  id: string;
  idempotency_key: string;
  digest: string | null;
  actor: string;
  kind: string | null;
  entity_ref: string | null;
  target_run_id: string | null;
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

/** States of an action whose outcome is not known yet. */
export const UNSETTLED = ['pending', 'queued'];

export function toRow(entry: StoredAction): ActionRow {
  const { record, idempotencyKey, digest, before, tracking } = entry;
  const isEnded = !UNSETTLED.includes(record.state);
  return {
    id: record.id,
    idempotency_key: idempotencyKey,
    digest: digest ?? null,
    actor: record.actor,
    kind: record.action.kind,
    entity_ref:
      record.target.type === 'service' ? record.target.entityRef : null,
    target_run_id: runIdOf(record.action),
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

export function fromRow(row: ActionRow): StoredAction {
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

// An action of any kind may have a field of this name.
function runIdOf({ runId }: AnyAction): string | null {
  return typeof runId === 'string' ? runId.slice(0, 32) : null;
}
