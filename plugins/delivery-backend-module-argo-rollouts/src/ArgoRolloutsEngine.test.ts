import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import { checkRolloutEngine } from '@fairway/backstage-plugin-delivery-node';
import { projectAnalysisRun } from './analysisRun';
import { ArgoRolloutsEngine } from './ArgoRolloutsEngine';
import { readDuration } from './duration';
import { projectRollout } from './rolloutObject';
import { readStep } from './steps';
import { projectVirtualService } from './virtualService';

const engine = ArgoRolloutsEngine.create();

function recorded(name: string): object {
  const file = path.join(__dirname, '__fixtures__', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const rollouts = [
  'canary-waiting',
  'gray-release',
  'blue-green-waiting',
  'canary-complete',
  'canary-aborted',
  'aborted-by-analysis',
  'workload-ref',
];

function describeRollout(
  name: string,
  more: Partial<Parameters<typeof engine.describe>[0]> = {},
): Rollout {
  const record = projectRollout(recorded(name));
  return engine.describe({
    workload: {
      uid: 'workload',
      kind: 'Rollout',
      name,
      namespace: 'prod',
      generation: 1,
      record,
    },
    revisions: [
      {
        name: 'new',
        hash: record.currentHash,
        number: 2,
        isCurrent: true,
        desired: 2,
      },
      {
        name: 'old',
        hash: record.data.stableHash,
        number: 1,
        isCurrent: false,
        desired: 6,
      },
    ],
    pods: [],
    context: [],
    unread: new Map(),
    ...more,
  });
}

const isGroup = (value: string) => ({
  on: 'header',
  name: 'x-user-group',
  how: 'exact',
  value,
});

const virtualService = {
  uid: 'vs',
  kind: 'VirtualService',
  name: 'slot-booking',
  namespace: 'prod',
  data: projectVirtualService(recorded('virtual-service')),
};

describe('ArgoRolloutsEngine', () => {
  it('keeps the contract of a rollout engine', () => {
    expect(
      checkRolloutEngine(engine, {
        workloads: { Rollout: rollouts.map(recorded) },
        context: {
          AnalysisRun: [recorded('analysis-run-failed')],
          VirtualService: [recorded('virtual-service')],
        },
      }),
    ).toEqual([]);
  });

  it('says at which batch a canary waits for approval, and since when', () => {
    expect(describeRollout('canary-waiting')).toMatchObject({
      strategy: 'canary',
      state: 'waiting',
      waitsFor: 'approval',
      since: expect.stringMatching(/^\d{4}-/),
      steps: [
        { type: 'weight', percent: 25 },
        { type: 'pause' },
        { type: 'weight', percent: 50 },
        { type: 'pause' },
        { type: 'weight', percent: 75 },
        { type: 'pause' },
      ],
      step: 1,
      stable: 'old',
      desired: 'new',
      traffic: undefined,
    });
  });

  it('says which users have the new version, as the router really has it', () => {
    const { steps, step, traffic } = describeRollout('gray-release', {
      context: [virtualService],
    });
    expect(step).toBe(4);
    expect(steps[3]).toEqual({
      type: 'headerRoute',
      name: 'group-a',
      matches: [{ header: 'x-user-group', how: 'exact', value: 'a' }],
    });
    expect(traffic).toEqual({
      router: 'istio',
      object: 'VirtualService slot-booking',
      routes: [
        {
          name: 'internal-users',
          matches: [[isGroup('internal')]],
          to: [
            { revision: 'new', service: 'slot-booking-canary', percent: 100 },
          ],
        },
        {
          name: 'group-a',
          matches: [[isGroup('a')]],
          to: [
            { revision: 'new', service: 'slot-booking-canary', percent: 100 },
          ],
        },
        {
          name: 'primary',
          matches: [],
          to: [
            { revision: 'stable', service: 'slot-booking', percent: 100 },
            { revision: 'new', service: 'slot-booking-canary', percent: 0 },
          ],
        },
      ],
    });
  });

  it('says why the routes are not known', () => {
    const problem = clusterProblem('readForbidden', {
      cluster: 'prod',
      resource: 'virtualservices',
      answer: 'forbidden',
    });
    const forbidden = describeRollout('gray-release', {
      unread: new Map([['virtualservices', problem]]),
    });
    expect(forbidden.traffic?.problem).toEqual(problem);
    expect(describeRollout('gray-release').traffic?.problem?.message).toMatch(
      /namespace 'prod' has no VirtualService 'slot-booking'/,
    );
  });

  it('waits for a promotion between blue and green', () => {
    expect(describeRollout('blue-green-waiting')).toMatchObject({
      strategy: 'blue-green',
      state: 'waiting',
      waitsFor: 'approval',
      steps: [{ type: 'promote' }],
      step: 0,
      stable: 'old',
      desired: 'new',
    });
  });

  it('says of an aborted one what runs and what its source still asks for', () => {
    expect(describeRollout('canary-aborted')).toMatchObject({
      state: 'aborted',
      since: expect.stringMatching(/^\d{4}-/),
      stable: 'old',
      desired: 'new',
    });
  });

  it('shows what an analysis measured of the revision that is asked for', () => {
    const data = projectAnalysisRun(recorded('analysis-run-failed'));
    const run = {
      uid: 'run',
      kind: 'AnalysisRun',
      name: data.analysis.name,
      namespace: 'prod',
      ownerUid: 'workload',
      data,
    };
    const { state, analyses, message } = describeRollout(
      'aborted-by-analysis',
      {
        context: [run, { ...run, uid: 'other', ownerUid: 'another' }],
      },
    );
    expect(state).toBe('aborted');
    expect(message).toMatch(/Metric "smoke" assessed Failed/);
    expect(analyses).toEqual([
      expect.objectContaining({
        phase: 'Failed',
        metrics: [expect.objectContaining({ name: 'smoke', phase: 'Failed' })],
      }),
    ]);
  });

  it('is done when the stable revision is the one that is asked for', () => {
    for (const name of ['canary-complete', 'workload-ref']) {
      const { state, step, steps, stable } = describeRollout(name);
      expect({ state, stable }).toEqual({
        state: 'complete',
        stable: undefined,
      });
      expect(step).toBe(steps.length);
    }
    expect(projectRollout(recorded('workload-ref'))).toMatchObject({
      template: undefined,
      replaces: { kind: 'Deployment', name: 'reefer-monitor' },
    });
  });

  it('tells a pause of some time from one for a person', () => {
    const object = recorded('canary-waiting') as {
      spec: { strategy: { canary: { steps: object[] } } };
      status: { pauseConditions: { startTime: string }[] };
    };
    object.spec.strategy.canary.steps[1] = { pause: { duration: '1h30m' } };
    object.status.pauseConditions[0].startTime = '2026-01-01T00:00:00Z';
    const record = projectRollout(object);
    expect(
      engine.describe({
        workload: {
          uid: 'w',
          kind: 'Rollout',
          name: 'w',
          namespace: 'prod',
          generation: 1,
          record,
        },
        revisions: [],
        pods: [],
        context: [],
        unread: new Map(),
      }),
    ).toMatchObject({
      state: 'waiting',
      waitsFor: 'time',
      until: '2026-01-01T01:30:00.000Z',
    });
  });
});

describe('a step', () => {
  it.each([
    [{ setCanaryScale: { weight: 10 } }, { type: 'scale', percent: 10 }],
    [
      { setCanaryScale: { matchTrafficWeight: true } },
      { type: 'scale', matchesTraffic: true },
    ],
    [
      { setHeaderRoute: { name: 'gone' } },
      { type: 'headerRoute', matches: [] },
    ],
    [
      { setMirrorRoute: { name: 'copy', percentage: 35 } },
      { type: 'mirrorRoute', percent: 35 },
    ],
    [
      { experiment: { templates: [{ name: 'a' }] } },
      { type: 'experiment', templates: ['a'] },
    ],
    [
      { plugin: { name: 'acme/gate', config: {} } },
      { type: 'other', name: 'acme/gate' },
    ],
    [{ setMoonPhase: { full: true } }, { type: 'other', name: 'setMoonPhase' }],
    [{ setWeight: 'a lot' }, { type: 'other', name: 'setWeight' }],
    [{}, { type: 'other', name: '' }],
  ])('%j is read, or known by its name', (step, read) => {
    expect(readStep(step)).toMatchObject(read);
  });
});

it.each([
  [30, 30],
  ['30', 30],
  ['10m', 600],
  ['1h30m', 5400],
  ['500ms', 0.5],
  ['soon', undefined],
])('a duration of %j is %j seconds', (duration, seconds) => {
  expect(readDuration(duration)).toBe(seconds);
});
