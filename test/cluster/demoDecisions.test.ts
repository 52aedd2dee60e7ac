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
  it('reads what people did, in order', () => {
    assert.deepEqual(decisionsOf(decided()), []);
    assert.deepEqual(decisionsOf(decided('confirm abort')), [
      'confirm',
      'abort',
    ]);
  });

  it('names what is no decision', () => {
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

  it('is at a pause that the controller has come to', () => {
    assert.ok(isWaiting(waiting, undefined));
    assert.ok(
      !isWaiting(
        { ...waiting, status: { ...waiting.status, pauseConditions: [] } },
        undefined,
      ),
    );
    assert.ok(!isWaiting({ ...waiting, status: undefined }, undefined));
  });

  it('is not at a pause of the release before', () => {
    const metadata = { ...waiting.metadata, generation: 3 };
    assert.ok(!isWaiting({ ...waiting, metadata }, undefined));
  });

  it('is not at the pause that was confirmed', () => {
    assert.ok(!isWaiting(waiting, 2));
    assert.ok(isWaiting(waiting, 1));
  });
});
