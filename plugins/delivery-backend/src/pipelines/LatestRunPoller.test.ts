import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { FakeProvider, listedRun } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { emptyPipelineStore } from '../__testUtils__/emptyPipelineStore';
import { waitFor } from '../__testUtils__/waitFor';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { JobPollers } from './JobPollers';
import { LatestRunPoller } from './LatestRunPoller';

function setUp(names: string[]) {
  const clock = new ManualClock();
  const stopped = new AbortController();
  const { signal } = stopped;
  const logger = mockServices.logger.mock();
  const provider = new FakeProvider();
  provider.runs.set('orders/main', [listedRun(1, 'succeeded')]);
  const providers = new PipelineProviders();
  providers.add(provider);
  const pollers = JobPollers.create({
    store: emptyPipelineStore,
    clock,
    logger,
  });
  /** Names of the services that may show the job, by what is recorded and by what the CI server says */
  const proven = { recorded: new Set<string>(), now: new Set<string>() };
  const jobsOf = (entity: Entity, names_: Set<string>) =>
    names_.has(entity.metadata.name) ? providers.locate(entity).jobs : [];
  const latestRuns = LatestRunPoller.create({
    providers,
    pollers,
    ownership: {
      viewableJobs: async entity => ({ jobs: jobsOf(entity, proven.now) }),
      knownViewableJobs: async entity => jobsOf(entity, proven.recorded),
    },
    clock,
    logger,
  });
  const changed: string[] = [];
  latestRuns.subscribe(entityRef => changed.push(entityRef));
  const services = names.map(name => ({
    query: { entityRef: `component:default/${name}` },
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name, annotations: { 'fake/job': 'orders' } },
    },
    jobs: [{ provider: 'fake', server: 'default', job: 'orders' }],
  }));
  const running = Promise.all([
    latestRuns.run(() => services, signal),
    pollers.run(signal),
  ]);
  return {
    clock,
    provider,
    pollers,
    latestRuns,
    changed,
    proven,
    services,
    async stop() {
      stopped.abort();
      await clock.pass(60_000);
      await running;
    },
    /** Lets the poller take a number of turns, of one second each. */
    async turns(count: number) {
      for (let turn = 0; turn < count; turn += 1) await clock.pass(1_000);
    },
  };
}

describe('LatestRunPoller', () => {
  it('shows the run of a job only for the service that may show it', async () => {
    const poller = setUp(['orders', 'rival']);
    const { latestRuns, services, proven } = poller;
    const [orders, rival] = services;
    proven.now.add('orders');
    await poller.turns(2);
    await waitFor('the run', () => latestRuns.of(orders) !== undefined);
    expect(latestRuns.of(orders)?.name).toBe('#1');
    expect(latestRuns.of(rival)).toBeUndefined();
    expect(poller.changed).toContain(orders.query.entityRef);
    await poller.stop();
  });

  it('reads a job with an active run more often than others', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `service-${n}`);
    const { provider, services, proven, turns, stop, pollers } = setUp(names);
    services.forEach(service => {
      const { name } = service.entity.metadata;
      service.entity.metadata.annotations['fake/job'] = name;
      service.jobs = [{ provider: 'fake', server: 'default', job: name }];
      proven.now.add(name);
      proven.recorded.add(name);
    });
    const located = (n: number) => ({ provider, job: services[n].jobs[0] });
    const refreshes = names.map((_, n) =>
      jest.spyOn(pollers.of(located(n)), 'refresh').mockResolvedValue(),
    );
    const busy = pollers.of(located(7));
    jest.spyOn(busy, 'isUrgent', 'get').mockReturnValue(true);
    await turns(60);
    expect(refreshes[7].mock.calls.length).toBeGreaterThanOrEqual(20);
    for (const refresh of refreshes) expect(refresh).toHaveBeenCalled();
    await stop();
  });

  it('does not read a job that no service may show', async () => {
    const poller = setUp(['rival']);
    await poller.turns(5);
    expect(poller.provider.asked).toEqual([]);
    expect(poller.latestRuns.of(poller.services[0])).toBeUndefined();
    await poller.stop();
  });

  it('shows stored runs by the recorded proof, until the CI server says otherwise', async () => {
    const poller = setUp(['orders']);
    const { latestRuns, services, proven, pollers, provider } = poller;
    const located = { provider, job: services[0].jobs[0] };
    await pollers.of(located).refresh(new AbortController().signal);
    expect(latestRuns.of(services[0])).toBeUndefined();
    proven.recorded.add('orders');
    proven.now.add('orders');
    await poller.turns(2);
    await waitFor('the run', () => latestRuns.of(services[0]) !== undefined);
    proven.now.clear();
    await poller.turns(2);
    await waitFor('its end', () => latestRuns.of(services[0]) === undefined);
    await poller.stop();
  });

  it('reports changes of a poller that was created again', async () => {
    const poller = setUp(['orders']);
    const { clock, latestRuns, services, proven, pollers, provider } = poller;
    const [orders] = services;
    proven.now.add('orders');
    await poller.turns(2);
    await waitFor('the run', () => latestRuns.of(orders) !== undefined);
    services.length = 0;
    for (let minute = 0; minute < 12; minute += 1) await clock.pass(60_000);
    expect(pollers.size).toBe(0);
    expect(latestRuns.of(orders)).toBeUndefined();
    poller.changed.length = 0;
    const { signal } = new AbortController();
    await pollers.of({ provider, job: orders.jobs[0] }).refresh(signal);
    expect(poller.changed).toContain(orders.query.entityRef);
    expect(latestRuns.of(orders)?.name).toBe('#1');
    await poller.stop();
  });
});
