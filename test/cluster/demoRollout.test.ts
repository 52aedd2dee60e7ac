import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasRolledOut } from './demoRollout.ts';
import type { WorkloadStatus } from './demoRollout.ts';

const rollout: WorkloadStatus = {
  kind: 'Rollout',
  metadata: { name: 'gate-control', generation: 2 },
  spec: { replicas: 8 },
  status: {
    observedGeneration: '2',
    updatedReplicas: 8,
    readyReplicas: 8,
    currentPodHash: 'b',
    stableRS: 'b',
  },
};

describe('hasRolledOut', () => {
  it('treats a Rollout as complete if its revision is the stable one', () => {
    assert.ok(hasRolledOut(rollout));
    assert.ok(
      !hasRolledOut({
        ...rollout,
        status: { ...rollout.status, stableRS: 'a' },
      }),
    );
    assert.ok(
      !hasRolledOut({
        ...rollout,
        status: { ...rollout.status, stableRS: undefined },
      }),
    );
  });

  it('waits until the controller has observed it, and for its pods', () => {
    assert.ok(!hasRolledOut({ ...rollout, status: undefined }));
    assert.ok(
      !hasRolledOut({
        ...rollout,
        status: { ...rollout.status, observedGeneration: '1' },
      }),
    );
    assert.ok(
      !hasRolledOut({
        ...rollout,
        status: { ...rollout.status, readyReplicas: 7 },
      }),
    );
  });
});
