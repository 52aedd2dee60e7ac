import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import { cacheOfObjects } from '../../__testUtils__/cacheOfObjects';
import type { DeploymentRecord, EngineWorkloadRecord } from '../../kubernetes';
import { deploymentRecord } from '../../__testUtils__/records';
import { workloadHealth } from '../delivery/workloadHealth';
import { NOW, endpoints, service } from './__fixtures__/public/objects';
import { diagnose } from './diagnose';

const base: Rollout = {
  engine: 'argo-rollouts',
  strategy: 'canary',
  state: 'progressing',
  steps: [{ type: 'weight', percent: 50 }, { type: 'pause' }],
  step: 0,
  analyses: [],
};

function read(
  rollout: Partial<Rollout>,
  counts: Partial<DeploymentRecord> = {},
) {
  const { kind: _, ...record } = deploymentRecord({
    desired: 4,
    created: 4,
    updated: 4,
    ready: 2,
    available: 2,
    namespace: 'shop',
    podLabels: { app: 'orders' },
    ...counts,
  });
  const { observedGeneration, conditions } = record;
  const { desired, created, updated, ready, available } = record;
  const workload: EngineWorkloadRecord = {
    ...record,
    kind: 'Rollout',
    engine: 'argo-rollouts',
    own: {
      hashLabel: 'hash',
      observedGeneration,
      conditions: [],
      desired,
      created,
      updated,
      ready,
      available,
      data: {},
    },
    conditions,
  };
  const snapshot = {
    workload,
    pods: [],
    revisions: [],
    relatedObjects: {
      ...cacheOfObjects([]).snapshot(deploymentRecord()).relatedObjects,
      services: cacheOfObjects([service(), endpoints('IPv4', [])]).snapshot(
        deploymentRecord({ namespace: 'shop', podLabels: { app: 'orders' } }),
      ).relatedObjects.services,
    },
    engineContext: [],
    rollout: { ...base, ...rollout },
    now: Date.parse(NOW),
  };
  const { status, reason, sentence } = workloadHealth(snapshot);
  return {
    health: `${status} ${reason}: ${sentence}`,
    findings: diagnose(snapshot).flatMap(finding => [
      `${finding.rule}: ${finding.sentence}`,
      ...finding.symptoms.map(s => `- ${s.rule}`),
    ]),
  };
}

const running = {
  name: 'orders-6d4f-2-pre',
  phase: 'Running' as const,
  metrics: [{ name: 'smoke', phase: 'Running' as const, measurements: [] }],
};

describe('the rollout of an engine', () => {
  it.each<[string, Partial<Rollout>, string]>([
    [
      'scaling of a rollout that is done is no step',
      { state: 'complete', step: 2 },
      'progressing becomingReady: 2 of 4 pods ready',
    ],
    [
      'the last step is done, and pods are not ready',
      { state: 'progressing', step: 2 },
      'progressing becomingReady: 2 of 4 pods ready',
    ],
    ['a step', {}, 'progressing atStep: Step 1 of 2: 4 of 4 pods updated'],
    [
      'an analysis before the promotion',
      {
        strategy: 'blue-green',
        state: 'waiting',
        waitsFor: 'analysis',
        steps: [{ type: 'analysis', templates: ['orders'] }],
        stable: 'old',
        desired: 'new',
        analyses: [running],
      },
      'progressing waitsForPrePromotion: Waiting for analysis smoke before the new revision receives traffic',
    ],
    [
      'an analysis after the promotion',
      {
        strategy: 'blue-green',
        state: 'waiting',
        waitsFor: 'analysis',
        steps: [{ type: 'analysis', templates: ['orders'] }],
        stable: 'new',
        desired: 'new',
      },
      'progressing waitsForPostPromotion: New revision receives all traffic; waiting for analysis orders',
    ],
    [
      'an analysis at a step',
      {
        state: 'waiting',
        waitsFor: 'analysis',
        steps: [{ type: 'analysis', templates: ['latency', 'errors'] }],
      },
      'progressing waitsForAnalysis: Waiting for analysis latency, errors at step 1 of 1',
    ],
    [
      'an experiment',
      {
        state: 'waiting',
        waitsFor: 'analysis',
        steps: [{ type: 'experiment', templates: ['baseline'] }],
      },
      'progressing waitsForExperiment: Waiting for experiment baseline at step 1 of 1',
    ],
    [
      'a pause of a rollout without steps',
      { state: 'waiting', waitsFor: 'approval', steps: [] },
      'suspended paused: Paused: 4 of 4 pods updated',
    ],
    [
      'a confirmation',
      { state: 'waiting', waitsFor: 'approval', step: 1 },
      'suspended waitsForApproval: Waiting for approval at step 2 of 2: 4 of 4 pods updated',
    ],
  ])('%s', (_, rollout, health) => {
    expect(read(rollout).health).toBe(health);
  });

  it('waits until its pods have been ready for some time', () => {
    const ready = { ready: 4, available: 1, minReadySeconds: 60 };
    expect(read({ state: 'complete' }, ready).health).toBe(
      'progressing waitsMinReady: 1 of 4 pods available: a pod must stay ready for 60 seconds',
    );
  });

  it('has something left to do while its controller says so', () => {
    const ready = { ready: 4, available: 4 };
    const message = 'rollout is restarting';
    expect(read({ state: 'complete', message }, ready).health).toBe(
      'progressing finishing: Waiting for the rollout controller to finish: rollout is restarting',
    );
    expect(read({ state: 'complete' }, ready).health).toBe(
      'healthy ready: All pods ready on this version',
    );
  });

  // https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi/issues/90
  it('has the cause first when its spec is not valid', () => {
    const message =
      'InvalidSpec: The Rollout "orders" is invalid: missing field spec.strategy.canary.trafficRouting.managedRoutes';
    expect(read({ state: 'failed', message })).toEqual({
      health: `degraded rolloutFailed: Rollout failed: ${message}`,
      findings: [
        `rolloutFailed: The rollout cannot continue: ${message}`,
        '- serviceWithoutEndpoints',
      ],
    });
  });

  it('names the metric of an analysis that failed', () => {
    const { findings } = read({
      state: 'aborted',
      analyses: [
        {
          name: 'orders-1-smoke',
          phase: 'Failed',
          metrics: [
            { name: 'latency', phase: 'Successful', measurements: [] },
            {
              name: 'errors',
              phase: 'Failed',
              message: 'assessed Failed due to failed (2) > failureLimit (1)',
              measurements: [{ phase: 'Failed', value: '7' }],
            },
          ],
        },
      ],
    });
    expect(findings).toContain(
      'analysisFailed: Analysis errors ended with Failed: assessed Failed due to failed (2) > failureLimit (1)',
    );
  });
});
