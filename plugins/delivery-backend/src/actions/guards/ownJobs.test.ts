import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProvider } from '@fairway/backstage-plugin-delivery-node';
import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { ownJobs } from './ownJobs';

describe('ownJobs', () => {
  const jobs = ['a', 'b'].map(job => ({
    provider: {} as PipelineProvider,
    job: { server: 'default', job },
  }));
  const guard = (actionOn: string, createIn = '') =>
    ownJobs(
      {
        actionRefusal: async (_, { job }) =>
          job.job === actionOn ? refusal('jobNotOwned') : undefined,
        bindingRefusal: (_, { job }) =>
          job.job === createIn ? refusal('reasonMissing') : undefined,
      },
      { locate: () => ({ jobs }) },
    );
  const run = { kind: 'run.stop', runId: 'a' };
  const create = { kind: 'pipeline.create', repositoryUrl: '' };

  it.each([
    ['a run with a contested job', 'b', '', { action: run }, 'jobNotOwned'],
    ['a run with own jobs', '', '', { action: run }, undefined],
    [
      'a pipeline in a folder of others',
      '',
      'a',
      { action: create },
      'reasonMissing',
    ],
    ['a pipeline in another folder', 'a', '', { action: create }, undefined],
    [
      'another action',
      'a',
      'a',
      { action: { kind: 'workload.apply' } },
      undefined,
    ],
    ['an object', 'a', '', { action: run, object: guardedObject() }, undefined],
    [
      'an action without an entity',
      'a',
      '',
      { action: run, entity: undefined },
      undefined,
    ],
  ])('%s', async (_, actionOn, createIn, given, code) => {
    expect(await codeOf(guard(actionOn, createIn), given)).toBe(code);
  });
});
