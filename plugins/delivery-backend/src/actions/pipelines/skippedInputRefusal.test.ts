import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { KnownInput } from '../../pipelines';
import { skippedInputRefusal } from './skippedInputRefusal';

describe('skippedInputRefusal', () => {
  const stage = (name: string, rest: Partial<Stage> = {}): Stage => ({
    id: name,
    name,
    status: 'succeeded',
    isParallel: false,
    hasLog: true,
    children: [],
    ...rest,
  });
  const build = stage('Build');
  const deploy = stage('Deploy');
  const approve = stage('Approve', { pausedMs: 60_000 });
  const skipped = stage('Approve', { status: 'skipped' });
  const nested = stage('Release', { children: [build, approve] });
  const input = (submitters: string[], at?: string): KnownInput => ({
    id: 'staging',
    message: 'Deploy to staging?',
    ...(at !== undefined && { stage: at }),
    submitters,
  });

  const codeOf = async (options: {
    from?: string;
    stages?: Stage[];
    inputs?: KnownInput[];
    canAnswerInput?: boolean;
  }) => {
    const refused = await skippedInputRefusal({
      run: 'orders #7',
      stage: options.from ?? 'Deploy',
      parts: {
        stages: options.stages ?? [build, approve, deploy],
        restartableStages: ['Build', 'Approve', 'Deploy'],
      },
      inputs: options.inputs ?? [],
      actor: {
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada', 'group:default/releases'],
      },
      canAnswerInput: async () => options.canAnswerInput ?? false,
    });
    return refused?.code;
  };

  const needed = 'restartNeedsPermission';
  it.each([
    ['an earlier stage paused', {}, needed],
    ['the stage itself asks', { from: 'Approve' }, undefined],
    ['no earlier stage asks', { stages: [build, deploy, approve] }, undefined],
    [
      'the run itself skipped a stage',
      { stages: [build, skipped, deploy] },
      needed,
    ],
    ['a nested stage paused', { stages: [nested, deploy] }, needed],
    ['the server reports no stages', { stages: [] }, needed],
    ['everything runs again', { stages: [], from: 'Build' }, undefined],
    ['the person may answer', { canAnswerInput: true }, undefined],
    [
      'another run waited in an earlier stage',
      {
        stages: [build, stage('Approve'), deploy],
        inputs: [input([], 'Approve')],
      },
      needed,
    ],
    [
      'the person is not a submitter',
      { canAnswerInput: true, inputs: [input(['ops'], 'Approve')] },
      'restartNotSubmitter',
    ],
    [
      'a group of the person is a submitter',
      { canAnswerInput: true, inputs: [input(['ops', 'Releases'], 'Approve')] },
      undefined,
    ],
    [
      'the input is in a later stage',
      { canAnswerInput: true, inputs: [input(['ops'], 'Deploy')] },
      undefined,
    ],
    [
      'the stage of the input is unknown',
      { canAnswerInput: true, inputs: [input(['ops'])] },
      'restartNotSubmitter',
    ],
  ])('when %s', async (_, options, code) => {
    expect(await codeOf(options)).toBe(code);
  });
});
