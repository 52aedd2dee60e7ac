import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import { fromRow } from './actionRow';
import type { ActionRow } from './actionRow';

const ANSWER = 'run.answer';
/** Maximum number of entity refs in a query that all databases allow. */
const MAX_BINDINGS = 15_000;

/** An answer that let a run proceed. */
export interface RunApproval {
  runId: string;
  /** Entity ref of the person who answered */
  actor: string;
  /** ISO time */
  at: string;
}

/** Selects entries of the audit log. */
export interface AuditQuery {
  /** Answers to inputs of runs, all other actions, or both */
  kinds: ('approval' | 'action')[];
  /** Entity refs of services whose actions on runs, and on the whole service, are selected */
  ofRuns: string[];
  /** Names of environments in which actions are selected, by entity ref of the service */
  inEnvironments: ReadonlyMap<string, string[]>;
  /** Condition on the columns `at` and `id`: where the page begins */
  isAfter: Knex.QueryCallback;
  limit: number;
}

/** Reads the audit log for pages that show what was done to services. */
export class AuditReader {
  readonly #knex: Knex;

  /** @param knex - from `openDatabase` */
  static create(knex: Knex): AuditReader {
    return new AuditReader(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Actions on services, newest first, without rejected ones: those have changed nothing. */
  async actions(query: AuditQuery): Promise<ActionRecord[]> {
    const { kinds, isAfter, limit } = query;
    const ofRuns = new Set(query.ofRuns);
    const readable = [...query.inEnvironments].filter(([, n]) => n.length);
    const refs = new Set([...ofRuns, ...readable.map(([ref]) => ref)]);
    const found: ActionRecord[] = [];
    let begin = isAfter;
    for (;;) {
      const rows = await this.#page(kinds, refs, begin, limit);
      found.push(
        ...rows
          .map(row => fromRow(row).record)
          .filter(record => isSelected(record, ofRuns, query.inEnvironments)),
      );
      const last = rows.at(-1);
      if (found.length >= limit || !last || rows.length < limit) {
        return found.slice(0, limit);
      }
      begin = isBelow(last);
    }
  }

  /** Answers that let runs proceed, oldest first. */
  async approvals(runIds: string[]): Promise<RunApproval[]> {
    if (!runIds.length) return [];
    const rows = await this.#rows()
      .whereIn('target_run_id', runIds)
      .where({ kind: ANSWER, state: 'succeeded' })
      .orderBy('at');
    return rows.flatMap(row => {
      const { action, actor, at } = fromRow(row).record;
      const { runId, decision } = action;
      return typeof runId === 'string' && decision === 'proceed'
        ? [{ runId, actor, at }]
        : [];
    });
  }

  #page(
    kinds: AuditQuery['kinds'],
    refs: ReadonlySet<string>,
    begin: Knex.QueryCallback,
    limit: number,
  ): Promise<ActionRow[]> {
    return this.#rows()
      .where(builder => {
        // With more, the rows of others are left out in memory.
        if (refs.size <= MAX_BINDINGS) builder.whereIn('entity_ref', [...refs]);
        if (!kinds.includes('action')) builder.where('kind', ANSWER);
        if (!kinds.includes('approval')) builder.whereNot('kind', ANSWER);
      })
      .where(begin)
      .whereNot('state', 'rejected')
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
  }

  #rows() {
    return this.#knex<ActionRow>('actions');
  }
}

function isSelected(
  { target, action: { kind } }: ActionRecord,
  ofRuns: ReadonlySet<string>,
  inEnvironments: AuditQuery['inEnvironments'],
): boolean {
  if (target.type !== 'service') return false;
  const { entityRef, environment } = target;
  const isOfPipeline = kind.startsWith('run.') || kind.startsWith('pipeline.');
  if (isOfPipeline && !ofRuns.has(entityRef)) return false;
  return environment === undefined
    ? ofRuns.has(entityRef)
    : inEnvironments.get(entityRef)?.includes(environment) === true;
}

function isBelow({ at, id }: ActionRow): Knex.QueryCallback {
  return builder =>
    builder
      .where('at', '<', at)
      .orWhere(same => same.where('at', at).where('id', '<', id));
}
