import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { ListedRun } from '@fairway/backstage-plugin-delivery-node';
import { FakeProvider, listedRun } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { emptyPipelineStore } from '../__testUtils__/emptyPipelineStore';
import { PipelineProviders } from '../extensions/PipelineProviders';
import type { ServiceWithJobs } from '../services';
import { JobPollers } from './JobPollers';
import { pipelineId, runId } from './pipelineIds';
import type { PipelineStore } from './PipelineStore';
import { WaitingRunReader } from './WaitingRunReader';

const startedAt = '2026-11-30T10:00:00.000Z';

function stage(rest: Partial<Stage>): Stage {
  return {
    id: '1',
    name: 'Deploy',
    status: 'waiting',
    isParallel: false,
    hasLog: true,
    children: [],
    ...rest,
  };
}

function waiting(number: number, stages?: Stage[]): ListedRun {
  const run = listedRun(number, undefined, {
    startedAt,
    status: {
      state: 'waiting',
      message: 'Deploy?',
      inputs: [{ message: 'Deploy?', submitters: ['ada'] }],
    },
  });
  return { ...run, ...(stages && { stages }) };
}

function service(name: string, job: string): ServiceWithJobs {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'fake/job': job } },
  };
  return {
    entity,
    query: { entityRef: `component:default/${name}`, owners: [] },
    jobs: [{ provider: 'fake', server: 'default', job }],
  };
}

const location = (fullName: string) => ({
  provider: 'fake',
  server: 'default',
  fullName,
});
const idOf = (fullName: string) => pipelineId('fake', 'default', fullName);

function setUp(
  runs: Record<string, ListedRun>,
  options: { listed?: string[]; viewable?: (entity: Entity) => boolean } = {},
) {
  const { listed = Object.keys(runs), viewable = () => true } = options;
  const store: PipelineStore = {
    ...emptyPipelineStore,
    unfinishedRuns: async () =>
      Object.entries(runs).map(([fullName, run]) => ({
        pipelineId: idOf(fullName),
        pipeline: location(fullName),
        run,
      })),
    listing: async () => ({
      readAt: startedAt,
      listed: {
        pipelines: listed.map(fullName => ({
          fullName,
          name: fullName.split('/').slice(1).join('/'),
          kind: 'branch',
          isBuildable: true,
        })),
      },
    }),
  };
  const clock = new ManualClock();
  const provider = new FakeProvider();
  const providers = new PipelineProviders();
  providers.add(provider);
  const logger = mockServices.logger.mock();
  const reader = WaitingRunReader.create({
    store,
    pollers: JobPollers.create({ store, clock, logger }),
    ownership: {
      knownViewableJobs: async entity =>
        viewable(entity) ? providers.locate(entity).jobs : [],
    },
    clock,
  });
  const read = async (...services: ServiceWithJobs[]) =>
    Object.fromEntries(await reader.read(services));
  return { reader, read, clock, provider };
}

describe('WaitingRunReader', () => {
  it('reads the waiting runs of all branches without a request to the CI server', async () => {
    const { read, provider } = setUp({
      'orders/main': waiting(7),
      'orders/fix/1': waiting(3),
      'orders/other': listedRun(4),
      'billing/main': waiting(1),
      'orders-2/main': waiting(1),
    });
    const inputs = [{ message: 'Deploy?', submitters: ['ada'] }];
    await expect(
      read(service('orders', 'Orders'), service('idle', 'idle')),
    ).resolves.toEqual({
      'component:default/orders': [
        {
          runId: runId(idOf('orders/main'), 7),
          name: '#7',
          pipeline: 'main',
          since: startedAt,
          inputs,
        },
        {
          runId: runId(idOf('orders/fix/1'), 3),
          name: '#3',
          pipeline: 'fix/1',
          since: startedAt,
          inputs,
        },
      ],
    });
    expect(provider.asked).toEqual([]);
  });

  it('leaves out runs of jobs that the service may not show', async () => {
    const { read } = setUp(
      { 'orders/main': waiting(7) },
      { viewable: ({ metadata }) => metadata.name === 'orders' },
    );
    const result = await read(
      service('orders', 'orders'),
      service('copycat', 'orders'),
    );
    expect(Object.keys(result)).toEqual(['component:default/orders']);
  });

  it('leaves out runs of branches that the CI server no longer lists', async () => {
    const { read } = setUp(
      { 'orders/main': waiting(7), 'orders/gone': waiting(2) },
      { listed: ['orders/main'] },
    );
    const result = await read(service('orders', 'orders'));
    expect(
      result['component:default/orders'].map(({ pipeline }) => pipeline),
    ).toEqual(['main']);
  });

  it.each<[string, Stage[], string]>([
    ['the start of the run without stages', [], startedAt],
    [
      'the start of the stage without its pause',
      [stage({ startedAt: '2026-11-30T10:05:00.000Z' })],
      '2026-11-30T10:05:00.000Z',
    ],
    [
      'the time at which the innermost stage paused',
      [
        stage({ status: 'succeeded', startedAt }),
        stage({
          startedAt: '2026-11-30T10:05:00.000Z',
          durationMs: 600_000,
          pausedMs: 1_000,
          children: [
            stage({
              startedAt: '2026-11-30T10:06:00.000Z',
              durationMs: 540_000,
              pausedMs: 480_000,
            }),
          ],
        }),
      ],
      '2026-11-30T10:07:00.000Z',
    ],
  ])('says since when a run waits: %s', async (_, stages, since) => {
    const { read } = setUp({ 'orders/main': waiting(7, stages) });
    const result = await read(service('orders', 'orders'));
    expect(result['component:default/orders'][0].since).toBe(since);
  });

  it('is watched for some minutes after a read', async () => {
    const { reader, read, clock } = setUp({});
    expect(reader.isWatched).toBe(false);
    await read();
    await clock.pass(2 * 60_000);
    expect(reader.isWatched).toBe(true);
    await clock.pass(60_000);
    expect(reader.isWatched).toBe(false);
  });
});
