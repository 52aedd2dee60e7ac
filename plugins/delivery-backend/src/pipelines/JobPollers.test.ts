import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { FakeProvider, listedRun } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { emptyPipelineStore as store } from '../__testUtils__/emptyPipelineStore';
import { waitFor } from '../__testUtils__/waitFor';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { JobPollers } from './JobPollers';
import { PipelineHub } from './PipelineHub';
import { RunReader, idOfRun } from './RunReader';

const MINUTE_MS = 60_000;

function entityWith(job: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: job, annotations: { 'fake/job': job } },
  };
}

function setUp() {
  const clock = new ManualClock();
  const stopped = new AbortController();
  const { signal } = stopped;
  const logger = mockServices.logger.mock();
  const provider = new FakeProvider();
  provider.runs.set('orders/main', [listedRun(1, 'succeeded')]);
  const providers = new PipelineProviders();
  providers.add(provider);
  const pollers = JobPollers.create({ store, clock, logger });
  const userResolver = { resolve: <P>(person: P) => person };
  const ownership = {
    viewableJobs: async (entity: Entity) => providers.locate(entity),
  };
  const hub = PipelineHub.create({
    providers,
    ownership,
    pollers,
    userResolver,
    clock,
    epoch: 'e',
  });
  const runs = RunReader.create({
    ownership,
    pollers,
    store,
    userResolver,
    clock,
    signal,
  });
  pollers.run(signal);
  const passMinutes = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await clock.pass(MINUTE_MS);
    }
  };
  const stop = () => {
    stopped.abort();
    hub.stop();
  };
  return {
    clock,
    provider,
    pollers,
    hub,
    runs,
    passMinutes,
    stop,
  };
}

describe('JobPollers', () => {
  it('releases the pollers of jobs that were asked for once, ten minutes later', async () => {
    const { pollers, provider, passMinutes, stop } = setUp();
    for (let number = 0; number < 500; number += 1) {
      const job = { server: 'default', job: `job-${number}` };
      pollers.of({ provider, job });
    }
    await passMinutes(9);
    const kept = { provider, job: { server: 'default', job: 'job-7' } };
    const poller = pollers.of(kept);
    expect(pollers.size).toBe(500);
    await passMinutes(2);
    expect(pollers.size).toBe(1);
    expect(pollers.of(kept)).toBe(poller);
    stop();
  });

  it('keeps a poller with a viewer, and releases it and its topic after the viewer has left', async () => {
    const { hub, pollers, provider, passMinutes, stop } = setUp();
    const service = await hub.locate(entityWith('orders'));
    const leave = hub.subscribe(service, () => {});
    await waitFor('the list', () => provider.asked.includes('list'));
    await passMinutes(30);
    expect(pollers.size).toBe(1);
    expect(hub.size).toBe(1);
    leave();
    await passMinutes(1);
    expect(hub.size).toBe(0);
    await passMinutes(11);
    expect(pollers.size).toBe(0);
    stop();
  });
});

describe('RunReader', () => {
  it('asks before each log read that reaches the CI server, not for a shared part', async () => {
    const { clock, provider, runs, stop } = setUp();
    const { signal } = new AbortController();
    const readLog = jest.fn(async () => ({
      text: 'line\n',
      start: 0,
      end: 5,
      size: 5,
      isGrowing: false,
    }));
    provider.readLog = readLog;
    const run = await runOne(runs, provider, signal);
    const beforeRead = jest.fn(async () => {});
    const read = (start: number) =>
      runs.log(run, { start, maxBytes: 1024 }, { signal, beforeRead });
    await Promise.all([read(0), read(0)]);
    await read(0);
    expect(readLog).toHaveBeenCalledTimes(1);
    for (let start = 1; start <= 10; start += 1) await read(start);
    expect(readLog).toHaveBeenCalledTimes(11);
    // Two requests at the same moment may both be counted.
    expect(beforeRead.mock.calls.length).toBeGreaterThanOrEqual(11);

    beforeRead.mockRejectedValue(new Error('too many'));
    await expect(read(99)).rejects.toThrow('too many');
    expect(readLog).toHaveBeenCalledTimes(11);
    expect(await read(10)).toMatchObject({ text: 'line\n' });
    await clock.pass(1_500);
    await expect(read(10)).rejects.toThrow('too many');
    stop();
  });
});

/** The run 1 of `orders/main`. */
async function runOne(
  runs: RunReader,
  provider: FakeProvider,
  signal: AbortSignal,
) {
  const id = idOfRun(provider.name, {
    server: 'default',
    job: 'orders',
    fullName: 'orders/main',
    number: 1,
  });
  return runs.findRun(entityWith('orders'), id, signal);
}
