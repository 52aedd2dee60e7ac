import type { RunParts } from '@fairway/backstage-plugin-delivery-node';
import type { Knex } from 'knex';
import { mergeRun } from './JobState';
import { parseRunId, pipelineId, runId } from './pipelineIds';
import { runPageOf } from './runPageOf';
import type {
  KnownInput,
  RunRecord,
  Listing,
  PipelineLocation,
  PipelineStore,
  StoredRun,
  UnfinishedRun,
} from './PipelineStore';

interface JobRow {
  key: string;
  read_at: string;
  listing: string;
}

/** A row of the table `pipeline_runs`; its migrations describe the columns. */
export interface RunRow {
  id: string;
  pipeline_id: string;
  number: number;
  provider: string;
  server: string;
  full_name: string;
  is_finished: boolean;
  started_at: string;
  commit_hash: string | null;
  url: string | null;
  commit_message: string | null;
  run: string;
  parts: string | null;
  tests: string | null;
  gate: string | null;
}

interface InputRow {
  job_key: string;
  input_id: string;
  stage: string | null;
  message: string;
  submitters: string;
}

/** Maximum number of bindings of a query that all databases allow. */
const MAX_BINDINGS = 500;
/** Maximum number of unfinished runs that are read at once. */
const MAX_UNFINISHED = 1000;

/** Stores pipelines and runs in the plugin's database: SQLite or PostgreSQL. */
export class DatabasePipelineStore implements PipelineStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): DatabasePipelineStore {
    return new DatabasePipelineStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async listing(key: string): Promise<Listing | undefined> {
    const row = await this.#knex<JobRow>('pipeline_jobs')
      .where({ key })
      .first();
    return row && { readAt: row.read_at, listed: JSON.parse(row.listing) };
  }

  async putListing(key: string, { readAt, listed }: Listing): Promise<void> {
    const row = { key, read_at: readAt, listing: JSON.stringify(listed) };
    await this.#knex<JobRow>('pipeline_jobs')
      .insert(row)
      .onConflict('key')
      .merge();
  }

  async newestRuns(
    pipelineIds: string[],
    limit: number,
  ): Promise<Map<string, RunRecord[]>> {
    const found = new Map<string, RunRecord[]>();
    for (let at = 0; at < pipelineIds.length; at += MAX_BINDINGS) {
      const ranked = this.#runs()
        .select('pipeline_id', 'number', 'run')
        .rowNumber('rank', query =>
          query.partitionBy('pipeline_id').orderBy('number', 'desc'),
        )
        .whereIn('pipeline_id', pipelineIds.slice(at, at + MAX_BINDINGS))
        .as('ranked');
      const rows: Pick<RunRow, 'pipeline_id' | 'run'>[] = await this.#knex
        .select('pipeline_id', 'run')
        .from(ranked)
        .where('rank', '<=', limit)
        .orderBy('number', 'desc');
      for (const row of rows) {
        const runs = found.get(row.pipeline_id) ?? [];
        found.set(row.pipeline_id, [...runs, JSON.parse(row.run)]);
      }
    }
    return found;
  }

  async runsOf(
    pipelineIds: string[],
    limit: number,
    commit?: string,
  ): Promise<{ pipelineId: string; run: RunRecord }[]> {
    const rows: Pick<RunRow, 'pipeline_id' | 'run'>[] = await this.#runs()
      .select('pipeline_id', 'run')
      .whereIn('pipeline_id', pipelineIds.slice(0, MAX_BINDINGS))
      .modify(query => {
        if (commit === undefined) query.whereNotNull('commit_hash');
        else query.where('commit_hash', 'like', `${commit}%`);
      })
      .orderBy('started_at', 'desc')
      .limit(limit);
    return rows.map(row => ({
      pipelineId: row.pipeline_id,
      run: JSON.parse(row.run),
    }));
  }

  async run(id: string): Promise<StoredRun | undefined> {
    const row = await this.#runs().where({ id }).first();
    if (!row) return undefined;
    const { provider, server } = row;
    return {
      pipeline: { provider, server, fullName: row.full_name },
      run: JSON.parse(row.run),
      ...(row.parts && { parts: JSON.parse(row.parts) }),
      ...(row.tests && { tests: JSON.parse(row.tests) }),
      ...(row.gate && { gate: JSON.parse(row.gate) }),
    };
  }

  async unfinishedRuns(): Promise<UnfinishedRun[]> {
    const rows = await this.#runs()
      .where({ is_finished: false })
      .orderBy('started_at', 'desc')
      .limit(MAX_UNFINISHED);
    return rows.map(({ pipeline_id: id, provider, server, ...row }) => ({
      pipelineId: id,
      pipeline: { provider, server, fullName: row.full_name },
      run: JSON.parse(row.run),
    }));
  }

  async removeUnfinished(
    pipelineIdOfRuns: string,
    numbers: number[],
  ): Promise<void> {
    await this.#runs()
      .where({ pipeline_id: pipelineIdOfRuns, is_finished: false })
      .whereIn('number', numbers.slice(0, MAX_BINDINGS))
      .delete();
  }

  async putRuns(pipeline: PipelineLocation, runs: RunRecord[]): Promise<void> {
    if (!runs.length) return;
    // In one order, so that two replicas cannot deadlock.
    const ordered = [...runs].sort((a, b) => a.number - b.number);
    await this.#knex.transaction(async tx => {
      for (const run of ordered) await putRun(tx, pipeline, run);
    });
  }

  async putDetails(
    id: string,
    {
      parts,
      tests,
      gate,
    }: Partial<Pick<StoredRun, 'parts' | 'tests' | 'gate'>>,
  ): Promise<void> {
    const columns = {
      ...(parts && { parts: JSON.stringify(parts), ...runColumn(parts) }),
      ...(tests && { tests: JSON.stringify(tests) }),
      ...(gate && { gate: JSON.stringify(gate) }),
    };
    if (!Object.keys(columns).length || !parseRunId(id)) return;
    await this.#runs().where({ id, is_finished: true }).update(columns);
  }

  async putInputs(key: string, inputs: KnownInput[]): Promise<void> {
    for (const { id, message, stage, submitters } of inputs) {
      await this.#knex<InputRow>('pipeline_inputs')
        .insert({
          job_key: key,
          input_id: id,
          stage: stage ?? null,
          message,
          submitters: JSON.stringify(submitters),
        })
        .onConflict(['job_key', 'input_id'])
        .merge();
    }
  }

  async inputs(key: string): Promise<KnownInput[]> {
    const rows = await this.#knex<InputRow>('pipeline_inputs').where({
      job_key: key,
    });
    return rows.map(({ input_id: id, message, stage, submitters }) => ({
      id,
      message,
      ...(stage !== null && { stage }),
      submitters: JSON.parse(submitters),
    }));
  }

  #runs() {
    return this.#knex<RunRow>('pipeline_runs');
  }
}

function runColumn({ run, stages }: RunParts): Pick<RunRow, 'run'> {
  return { run: JSON.stringify({ ...run, stages }) };
}

async function putRun(
  tx: Knex.Transaction,
  pipeline: PipelineLocation,
  run: RunRecord,
): Promise<void> {
  const row = rowOf(pipeline, run);
  const { id } = row;
  // Waits if another replica inserts the same run in a transaction.
  await tx<RunRow>('pipeline_runs').insert(row).onConflict('id').ignore();
  const known = await tx<RunRow>('pipeline_runs')
    .where({ id })
    .forUpdate()
    .first();
  if (!known) return;
  const before: RunRecord = JSON.parse(known.run);
  if (before.status.state === 'finished' && !row.is_finished) return;
  const merged = rowOf(pipeline, mergeRun(before, run));
  if (merged.run !== known.run) {
    const { parts: _, tests: __, gate: ___, ...columns } = merged;
    await tx<RunRow>('pipeline_runs').where({ id }).update(columns);
  }
}

function rowOf(pipeline: PipelineLocation, run: RunRecord): RunRow {
  const { provider, server, fullName } = pipeline;
  const id = pipelineId(provider, server, fullName);
  return {
    id: runId(id, run.number),
    pipeline_id: id,
    number: run.number,
    provider,
    server,
    full_name: fullName,
    is_finished: run.status.state === 'finished',
    started_at: run.startedAt,
    commit_hash: run.commit?.hash ?? null,
    url: run.url === undefined ? null : runPageOf(run.url),
    commit_message: run.commit?.message?.toLowerCase() ?? null,
    run: JSON.stringify(run),
    parts: null,
    tests: null,
    gate: null,
  };
}
