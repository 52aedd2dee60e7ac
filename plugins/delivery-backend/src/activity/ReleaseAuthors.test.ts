import { TestDatabases } from '@backstage/backend-test-utils';
import type { Release } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import { minute, releaseEntry } from '../history/__testUtils__/releaseEntry';
import { openDatabase } from '../openDatabase';
import {
  actionRecord,
  activityPortal,
  readEntities,
  refOf,
  runRecord,
} from './__testUtils__/activityPortal';
import { pipelineId, runId } from '../pipelines/pipelineIds';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const BUILD_URL = 'https://jenkins/job/orders/job/main/7/';

function release(service: string, rest: Partial<Release> = {}): Release {
  return {
    ...releaseEntry('r', service, minute(10)).release,
    entityRef: refOf(service),
    environment: 'dev',
    buildUrl: BUILD_URL,
    ...rest,
  };
}

describe('ReleaseAuthors', () => {
  let knex: Knex;
  let portal: ReturnType<typeof activityPortal>;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await openDatabase({ getClient: async () => knex });
    portal = activityPortal(knex);
    await portal.putRuns(
      'orders',
      runRecord(7, minute(1), {
        causes: [
          { kind: 'person', text: 'Started by Ada', person: { name: 'Ada' } },
        ],
        commit: { hash: 'c'.repeat(40), author: { name: 'Grace' } },
      }),
    );
  });

  const roles = async (releases: Release[], mayRead = true) =>
    (await portal.authors.addTo(releases, readEntities, () => mayRead)).map(
      ({ who }) => `${who?.role} ${who?.person.name}`,
    );

  it('finds the run by its address, and who approved it', async () => {
    expect(await roles([release('orders')])).toEqual(['starter Ada']);
    const id = runId(pipelineId('fake', 'jenkins', 'orders/main'), 7);
    const answer = {
      kind: 'run.answer' as const,
      runId: id,
      inputId: 'Deploy',
      parameters: {},
    };
    await portal.putAction(
      actionRecord('no', 'orders', minute(5), { ...answer, decision: 'abort' }),
    );
    expect(await roles([release('orders')])).toEqual(['starter Ada']);
    await portal.putAction(
      actionRecord('yes', 'orders', minute(6), {
        ...answer,
        decision: 'proceed',
      }),
    );
    expect(await roles([release('orders')])).toEqual(['approver ada']);
  });

  it('finds the author by the commit', async () => {
    const byCommit = release('orders', {
      buildUrl: undefined,
      commit: 'c'.repeat(40),
    });
    expect(await roles([byCommit])).toEqual(['author Grace']);
  });

  it('does not show the run of a job that is not proven to belong to the service', async () => {
    expect(await roles([release('bills')])).toEqual([
      'field-manager harbour-ci',
    ]);
    portal.viewableJobs.mockRejectedValue(new Error('Jenkins is away'));
    expect(await roles([release('orders')])).toEqual([
      'field-manager harbour-ci',
    ]);
  });

  it('reads no runs and no jobs for a viewer who may not see them', async () => {
    expect(await roles([release('orders')], false)).toEqual([
      'field-manager harbour-ci',
    ]);
    expect(portal.viewableJobs).not.toHaveBeenCalled();
  });
});
