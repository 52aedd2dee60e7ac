import type { Knex } from 'knex';
import type { RunRow } from './DatabasePipelineStore';
import { runPageOf } from './runPageOf';
import type { PipelineLocation, RunRecord } from './PipelineStore';

/** Maximum number of bindings of a query that all databases allow. */
const MAX_BINDINGS = 500;

/** A stored run with its id and its pipeline. */
export interface FoundStoredRun {
  id: string;
  pipelineId: string;
  pipeline: PipelineLocation;
  run: RunRecord;
}

/** A commit to find: the beginning of its hash, or words of its message; one of them is enough. */
export interface CommitText {
  /** Hexadecimal digits in lower case */
  hashStart?: string;
  /** Words in lower case, all of which the message contains */
  words: string[];
}

/** Finds stored runs of all pipelines. The caller decides which pipelines a viewer may see. */
export class RunSearch {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): RunSearch {
    return new RunSearch(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Runs by the address of their page. */
  async atAddresses(urls: string[]): Promise<FoundStoredRun[]> {
    return this.#inBatches([...new Set(urls.map(runPageOf))], batch =>
      this.#runs().whereIn('url', batch),
    );
  }

  /** Runs that built one of the commits, by their full hashes. */
  async ofCommits(hashes: string[]): Promise<FoundStoredRun[]> {
    return this.#inBatches([...new Set(hashes)], batch =>
      this.#runs().whereIn('commit_hash', batch),
    );
  }

  /** Runs by their ids. */
  async withIds(ids: string[]): Promise<FoundStoredRun[]> {
    return this.#inBatches([...new Set(ids)], batch =>
      this.#runs().whereIn('id', batch),
    );
  }

  /** Pipelines with runs that built a matching commit. */
  async pipelinesWith(
    text: CommitText,
  ): Promise<(PipelineLocation & { id: string })[]> {
    const rows = await this.#runs()
      .where(hasCommit(text))
      .distinct('pipeline_id', 'provider', 'server', 'full_name');
    return rows.map(row => ({
      id: row.pipeline_id,
      provider: row.provider,
      server: row.server,
      fullName: row.full_name,
    }));
  }

  /** Newest runs of some pipelines that built a matching commit, newest first. */
  async withCommit(
    text: CommitText,
    pipelineIds: string[],
    limit: number,
  ): Promise<FoundStoredRun[]> {
    const found = await this.#inBatches(pipelineIds, batch =>
      this.#runs()
        .where(hasCommit(text))
        .whereIn('pipeline_id', batch)
        .orderBy('started_at', 'desc')
        .limit(limit),
    );
    return found
      .sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1))
      .slice(0, limit);
  }

  async #inBatches(
    values: string[],
    read: (batch: string[]) => Promise<RunRow[]>,
  ): Promise<FoundStoredRun[]> {
    const found: FoundStoredRun[] = [];
    for (let at = 0; at < values.length; at += MAX_BINDINGS) {
      const rows = await read(values.slice(at, at + MAX_BINDINGS));
      found.push(...rows.map(foundRun));
    }
    return found;
  }

  #runs() {
    return this.#knex<RunRow>('pipeline_runs');
  }
}

function hasCommit({ hashStart, words }: CommitText): Knex.QueryCallback {
  return builder => {
    builder.whereRaw('1 = 0');
    if (hashStart !== undefined) {
      // No hexadecimal digit follows `f`.
      builder.orWhere(hash =>
        hash
          .where('commit_hash', '>=', hashStart)
          .where('commit_hash', '<', `${hashStart}g`),
      );
    }
    if (words.length) {
      builder.orWhere(message => {
        for (const word of words) {
          const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
          message.whereRaw(`commit_message like ? escape '\\'`, [pattern]);
        }
      });
    }
  };
}

function foundRun(row: RunRow): FoundStoredRun {
  return {
    id: row.id,
    pipelineId: row.pipeline_id,
    pipeline: {
      provider: row.provider,
      server: row.server,
      fullName: row.full_name,
    },
    run: JSON.parse(row.run),
  };
}
