import { refusal } from '@fairway/backstage-plugin-delivery-common';
import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { ownJobs } from './ownJobs';

describe('ownJobs', () => {
  const contested = ownJobs({
    jobRefusal: async () => refusal('jobContested'),
  });
  const own = ownJobs({ jobRefusal: async () => undefined });
  const run = { kind: 'run.stop', runId: 'a' };

  it.each([
    ['a run of a contested job', contested, { action: run }, 'jobContested'],
    ['a run of an own job', own, { action: run }, undefined],
    [
      'another action',
      contested,
      { action: { kind: 'workload.apply' } },
      undefined,
    ],
    [
      'an object',
      contested,
      { action: run, object: guardedObject() },
      undefined,
    ],
    [
      'an action without an entity',
      contested,
      { action: run, entity: undefined },
      undefined,
    ],
  ])('%s', async (_, guard, given, code) => {
    expect(await codeOf(guard, given)).toBe(code);
  });
});
