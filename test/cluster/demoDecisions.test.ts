import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decisionsOf, isWaiting } from './demoDecisions.ts';
import type { RolloutStatus } from './demoDecisions.ts';
import type { Manifest } from './demoHistory.ts';

function decided(text?: string): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      name: 'slot-booking',
      ...(text && {
        annotations: { 'simulate.fairway.dev/decisions': text },
      }),
    },
  };
}

describe('decisionsOf', () => {
  it('reads the decisions in order', () => {
    assert.deepEqual(decisionsOf(decided()), []);
    assert.deepEqual(decisionsOf(decided('confirm abort')), [
      'confirm',
      'abort',
    ]);
  });

  it('reports an unknown decision', () => {
    assert.throws(
      () => decisionsOf(decided('confirm toString')),
      /slot-booking has 'toString'.*confirm, promote, abort/,
    );
  });
});

describe('isWaiting', () => {
  const waiting: RolloutStatus = {
    kind: 'Rollout',
    metadata: { name: 'slot-booking', generation: 2 },
    spec: { replicas: 4 },
    status: {
      observedGeneration: '2',
      currentStepIndex: 2,
      pauseConditions: [{ reason: 'CanaryPauseStep' }],
    },
  };

  it('detects a pause that the controller has reached', () => {
    assert.ok(isWaiting(waiting, undefined));
    assert.ok(
      !isWaiting(
        { ...waiting, status: { ...waiting.status, pauseConditions: [] } },
        undefined,
      ),
    );
    assert.ok(!isWaiting({ ...waiting, status: undefined }, undefined));
  });

  it('ignores a pause of the previous release', () => {
    const metadata = { ...waiting.metadata, generation: 3 };
    assert.ok(!isWaiting({ ...waiting, metadata }, undefined));
  });

  it('ignores a confirmed pause', () => {
    assert.ok(!isWaiting(waiting, 2));
    assert.ok(isWaiting(waiting, 1));
  });
});
