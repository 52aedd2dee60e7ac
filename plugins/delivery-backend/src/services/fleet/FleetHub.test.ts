import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  applyFleetEvent,
  fleetEventSchema,
  fleetSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import fc from 'fast-check';
import { ManualClock, settle } from '../../__testUtils__/ManualClock';
import { deploymentRecord, templateRecord } from '../../__testUtils__/records';
import { emptyClusters } from '../../__testUtils__/emptyClusters';
import { DeliveryReader } from '../delivery/DeliveryReader';
import { RolloutEngines } from '../rollouts/RolloutEngines';
import { FleetHub } from './FleetHub';
import { fleetView } from './FleetView';
import type { FleetView } from './FleetView';
import { ServiceCatalog } from './ServiceCatalog';

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  { name: 'prod', cluster: 'b', namespaces: ['prod'], production: true },
];

function component(name: string, annotations: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/crew' }],
  };
}

async function portal(more: Entity[] = []) {
  const clock = new ManualClock();
  const entities = ['orders', 'bills'].map(name =>
    component(name, { [KUBERNETES_ID]: name }),
  );
  const catalog = catalogServiceMock({ entities: [...entities, ...more] });
  const logger = mockServices.logger.mock();
  const clusters = emptyClusters({ environments, clock, logger });
  const reader = DeliveryReader.create({
    engines: new RolloutEngines(),
    usage: { of: () => undefined },
    clusters,
    environments,
    repositories: { isSame: () => false },
    now: clock.now,
  });
  const services = ServiceCatalog.create({
    catalog,
    getCredentials: () => mockServices.auth.mock().getOwnServiceCredentials(),
    labelSelectorsEnabled: false,
    locate: () => ({ jobs: [] }),
    ownership: {
      refresh: async () => {},
      know: async () => {},
      idClaims: () => undefined,
    },
    clock,
    logger,
  });
  const fleet = FleetHub.create({
    latestRuns: { of: () => undefined, subscribe: () => () => {} },
    clusters,
    environments,
    services,
    reader,
    clock,
    epoch: 'here',
  });
  const stopped = new AbortController();
  services.run(stopped.signal);
  await settle();
  const target = (cluster: string) =>
    clusters.cache(cluster).stores.workloads.target('Deployment');
  const jobs = (cluster: string) => clusters.cache(cluster).stores.jobs;
  return { clock, services, fleet, target, jobs, logger };
}

const ALL = fleetView(
  new Map([
    ['component:default/orders', ['dev', 'prod']],
    ['component:default/bills', ['dev', 'prod']],
  ]),
);

function viewer(fleet: FleetHub, view: FleetView) {
  const seen = {
    fleet: undefined as Fleet | undefined,
    lastEventId: undefined as string | undefined,
    types: [] as string[],
    leave: () => {},
    join: () => {
      seen.leave = fleet.subscribe(
        view,
        ({ id, data }) => {
          const event = fleetEventSchema.parse(JSON.parse(data));
          seen.lastEventId = id;
          seen.types.push(event.type);
          seen.fleet = applyFleetEvent(seen.fleet, event);
        },
        seen.lastEventId,
      );
    },
  };
  seen.join();
  return seen;
}

function workload(service: string, namespace: string, version: number) {
  return deploymentRecord({
    uid: `${service}-${namespace}`,
    name: service,
    namespace,
    labels: { [KUBERNETES_ID]: service },
    template: templateRecord(`example/${service}:${version}`),
  });
}

describe('FleetHub', () => {
  it('sends a viewer the rows and cells that it may see, and no others', async () => {
    const { fleet, target, clock } = await portal();
    const everyone = viewer(fleet, ALL);
    const guest = viewer(
      fleet,
      fleetView(
        new Map([
          ['component:default/orders', ['dev']],
          ['component:default/bills', []],
        ]),
      ),
    );
    expect(guest.fleet?.environments.map(({ name }) => name)).toEqual(['dev']);
    expect(guest.fleet?.rows).toHaveLength(1);

    target('a').upsert(workload('orders', 'dev', 1));
    target('b').upsert(workload('orders', 'prod', 1));
    await clock.pass(100);
    expect(guest.fleet?.rows[0].cells).toMatchObject({
      dev: { name: 'orders' },
    });
    expect(Object.keys(guest.fleet?.rows[0].cells ?? {})).toEqual(['dev']);
    expect(
      everyone.fleet?.rows.find(r => r.title === 'orders')?.cells.prod,
    ).toMatchObject({ target: { images: ['example/orders:1'] } });

    const heard = guest.types.length;
    target('b').upsert(workload('bills', 'prod', 1));
    await clock.pass(100);
    expect(guest.types).toHaveLength(heard);
    expect(everyone.types.length).toBeGreaterThan(heard);
  });

  it('shows the outcome of the last run of a service that has only jobs', async () => {
    const { fleet, jobs, clock } = await portal();
    const everyone = viewer(fleet, ALL);
    const guest = viewer(
      fleet,
      fleetView(new Map([['component:default/orders', ['dev']]])),
    );
    const object = {
      namespace: 'prod',
      createdAt: '2026-01-01T00:00:00Z',
      labels: { [KUBERNETES_ID]: 'orders' },
      template: templateRecord('example/archive:7'),
    };
    jobs('b')
      .target('CronJob')
      .upsert({
        ...object,
        kind: 'CronJob',
        uid: 'nightly',
        name: 'nightly',
        schedule: '0 2 * * *',
        suspended: false,
      });
    jobs('b')
      .target('Job')
      .upsert({
        ...object,
        kind: 'Job',
        uid: 'run',
        name: 'nightly-1',
        cronJobUid: 'nightly',
        state: 'failed',
        failed: 3,
      });
    await clock.pass(100);
    expect(
      everyone.fleet?.rows.find(({ title }) => title === 'orders')?.jobs,
    ).toEqual({
      prod: {
        name: 'nightly',
        jobs: 1,
        version: { value: '7', from: 'tag' },
        lastRun: { state: 'failed', startedAt: object.createdAt },
      },
    });
    expect(guest.fleet?.rows[0]).not.toHaveProperty('jobs');
  });

  it('lists the rollouts that wait for a person, without viewers', async () => {
    const { fleet, target } = await portal();
    const paused = (isPaused: boolean) =>
      target('b').upsert({
        ...workload('orders', 'prod', 2),
        paused: isPaused,
        desired: 2,
        created: 3,
        updated: 1,
      });
    target('a').upsert(workload('orders', 'dev', 2));
    paused(true);
    expect([...fleet.waitingRollouts()]).toEqual([
      [
        'component:default/orders',
        [
          {
            environment: 'prod',
            namespace: 'prod',
            uid: 'orders-prod',
            kind: 'Deployment',
            name: 'orders',
            version: { value: '2', from: 'tag' },
            since: undefined,
            canAct: true,
          },
        ],
      ],
    ]);
    paused(false);
    expect(fleet.waitingRollouts().size).toBe(0);
  });

  it('sends the first change at once, and a burst in one event', async () => {
    const { fleet, target, clock } = await portal();
    const { types } = viewer(fleet, ALL);
    target('a').upsert(workload('orders', 'dev', 1));
    await settle();
    expect(types).toEqual(['snapshot', 'patch']);
    for (let version = 2; version < 50; version += 1) {
      target('a').upsert(workload('orders', 'dev', version));
    }
    await settle();
    expect(types).toHaveLength(2);
    await clock.pass(100);
    expect(types).toHaveLength(3);
  });

  it('releases a view a minute after its last viewer has left', async () => {
    const { fleet, clock } = await portal();
    const leave = Array.from({ length: 100 }, (_, n) => {
      const ref = `component:default/${n}`;
      return fleet.subscribe(fleetView(new Map([[ref, ['dev']]])), () => {});
    });
    expect(fleet.size).toBe(100);
    leave.forEach(end => end());
    await clock.pass(60_000);
    expect(fleet.size).toBe(0);
    fleet.stop();
  });

  it('resumes a stream after the last event of the viewer', async () => {
    const { fleet, target, clock } = await portal();
    const seen = viewer(fleet, ALL);
    const stays = viewer(fleet, ALL);
    seen.leave();
    target('a').upsert(workload('orders', 'dev', 2));
    await clock.pass(100);
    seen.join();
    expect(seen.types).toEqual(['snapshot', 'patch']);
    expect(seen.fleet).toEqual(stays.fleet);
  });

  it('leaves out a service with invalid annotations, warns once, and keeps the others', async () => {
    const { services, logger, clock } = await portal([
      component('odd', { [KUBERNETES_LABEL_SELECTOR]: 'app=odd' }),
    ]);
    await clock.pass(30_000);
    expect(services.index().all()).toHaveLength(2);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/component:default\/odd.*labelSelectors.enabled/),
    );
  });

  it('equals a fresh read after any sequence of events', async () => {
    const event = fc.record({
      service: fc.constantFrom('orders', 'bills', 'strangers'),
      at: fc.constantFrom(
        { cluster: 'a', namespace: 'dev' },
        { cluster: 'b', namespace: 'prod' },
      ),
      what: fc.oneof(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('remove', 'replace', 'stale', 'pass', 'leave', 'join'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async events => {
        const { fleet, target, clock } = await portal();
        const seen = viewer(fleet, ALL);
        for (const { service, at, what } of events) {
          const { cluster, namespace } = at;
          const of = target(cluster);
          if (what === 'remove') of.remove(`${service}-${namespace}`);
          else if (what === 'replace') {
            of.replace([workload(service, namespace, 9)]);
          } else if (what === 'stale') {
            of.setSync({
              state: 'stale',
              since: '2026-01-01T00:00:00Z',
              message: 'gone',
            });
          } else if (what === 'pass') await clock.pass(100);
          else if (what === 'leave') seen.leave();
          else if (what === 'join') {
            seen.leave();
            seen.join();
          } else of.upsert(workload(service, namespace, what));
          await settle();
        }
        seen.leave();
        seen.join();
        await clock.pass(100);
        expect(seen.fleet).toEqual(
          fleetSchema.parse(JSON.parse(fleet.read(ALL))),
        );
      }),
      { numRuns: 60 },
    );
  });
});
