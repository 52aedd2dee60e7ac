import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import path from 'node:path';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import {
  eventEntry,
  minute,
  releaseEntry,
} from '../history/__testUtils__/releaseEntry';
import { openDatabase } from '../openDatabase';
import {
  actionRecord,
  activityPortal,
  readEntities,
  runRecord,
  viewOf,
} from './__testUtils__/activityPortal';

jest.setTimeout(120_000);

const NAME = '20261202000000_activity.js';
const migrations = path.resolve(__dirname, '../../migrations');
const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

describe.each(databases.eachSupportedId())('migration on %s', id => {
  it('finds what was recorded before it', async () => {
    const knex: Knex = await databases.init(id);
    await openDatabase({ getClient: async () => knex });
    const portal = activityPortal(knex);
    const commit = 'abcdef1'.padEnd(40, '0');
    await portal.releases.record([
      releaseEntry('r', 'orders', minute(1), {
        commit,
        version: { value: '1.4.0-RC1', from: 'label' },
      }),
    ]);
    await portal.timeline.record([eventEntry('e', 'orders', minute(2))]);
    await portal.putRuns(
      'orders',
      runRecord(7, minute(0), {
        commit: { hash: commit, message: 'Weigh Twice' },
      }),
    );
    await portal.putAction(
      actionRecord('a', 'orders', minute(3), {
        kind: 'run.stop',
        runId: 'aaaaaaaaaaaa-7',
      }),
    );
    const move = async (direction: 'up' | 'down') =>
      knex.migrate[direction]({ directory: migrations, name: NAME });
    await move('down');
    expect(await knex.schema.hasColumn('releases', 'commit_hash')).toBe(false);
    await move('up');

    const view = viewOf({ orders: ['dev'] });
    const { items } = await portal.reader.page(
      view,
      { limit: 10 },
      readEntities,
    );
    expect(items.map(item => item.id)).toEqual(['a', 'e', 'r']);
    for (const search of ['abcdef', '1.4.0-rc', 'weigh twice']) {
      const found = await portal.commits.search(
        view,
        { search, limit: 10 },
        readEntities,
      );
      expect(found.matches).toHaveLength(1);
    }
    const [run] = await knex('pipeline_runs').select('url');
    expect(run).toEqual({ url: 'https://jenkins/job/orders/job/main/7' });
  });
});
