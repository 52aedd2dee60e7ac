import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import path from 'node:path';
import { openDatabase } from '../openDatabase';
import { DatabasePipelineStore } from './DatabasePipelineStore';
import { pipelineId, runId } from './pipelineIds';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const directory = path.resolve(__dirname, '../../migrations');
const MIGRATION = '20261130000002_pipeline_problems.js';

describe('DatabasePipelineStore', () => {
  const server = { provider: 'jenkins', server: 'default' };
  const id = pipelineId('jenkins', 'default', 'harbour/orders');
  const startedAt = '2026-11-30T10:00:00.000Z';
  const run = {
    number: 7,
    name: '#7',
    status: { state: 'finished', result: 'not-built', endedAt: startedAt },
    startedAt,
    causes: [],
    isKept: false,
  };
  const gate = { warnings: [], problems: [] };
  const sonarqube = { status: 'passed', conditions: [], measures: {} };

  const insertBeforeMigration = async (knex: Knex) => {
    await openDatabase({ getClient: async () => knex });
    await knex.migrate.down({ directory, name: MIGRATION });
    await knex('pipeline_runs').insert({
      id: runId(id, run.number),
      pipeline_id: id,
      number: run.number,
      provider: server.provider,
      server: server.server,
      full_name: 'harbour/orders',
      is_finished: true,
      started_at: startedAt,
      run: JSON.stringify({ ...run, problem: 'cannot be parsed' }),
      gate: JSON.stringify({
        ...gate,
        sonarqube: { ...sonarqube, message: 'the newest one' },
      }),
    });
  };

  it('reads problems that were stored as texts, and can migrate down', async () => {
    const knex = await databases.init('SQLITE_3');
    await insertBeforeMigration(knex);
    const before = await knex('pipeline_runs').first();
    await knex.migrate.up({ directory, name: MIGRATION });
    const store = DatabasePipelineStore.create(knex);
    const coded = (message: string) => ({
      code: 'other',
      values: { message },
      message,
    });
    await expect(store.run(runId(id, 7))).resolves.toMatchObject({
      run: { ...run, problem: coded('cannot be parsed') },
      gate: {
        ...gate,
        sonarqube: { ...sonarqube, problem: coded('the newest one') },
      },
    });
    await knex.migrate.down({ directory, name: MIGRATION });
    expect(await knex('pipeline_runs').first()).toEqual(before);
  });
});
